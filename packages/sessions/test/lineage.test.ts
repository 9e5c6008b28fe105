import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measure, planSessions, readPlanned, surveyTranscript } from '../src/index.ts'

type Entry = {
  readonly uuid: string
  readonly minute: number
  readonly by: 'user' | 'assistant' | 'sub-agent'
}
type File = { readonly name: string; readonly lines: readonly object[] }

const timeAt = (minute: number) => new Date(Date.UTC(2026, 2, 1) + minute * 60_000).toISOString()

/** An entry as a file of the session `sessionId` holds it. */
function lineOf({ uuid, minute, by }: Entry, sessionId: string, more: object = {}): object {
  const common = { uuid, sessionId, timestamp: timeAt(minute), isSidechain: by === 'sub-agent', ...more }
  if (by === 'user') return { ...common, type: 'user', message: { role: 'user', content: `do ${uuid}` } }
  const content = [{ type: 'tool_use', id: `call ${uuid}`, name: 'Bash', input: { command: 'ls' } }]
  const message = { id: `msg ${uuid}`, role: 'assistant', model: 'model-north', content }
  return { ...common, type: 'assistant', message, ...(by === 'sub-agent' ? { agentId: 'agent-7' } : {}) }
}

const fileOf = (name: string, sessionId: string, entries: readonly Entry[], more?: object): File => ({
  name,
  lines: entries.map((entry) => lineOf(entry, sessionId, more)),
})

async function* bytesOf({ lines }: File) {
  yield lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

async function* textOf(text: string) {
  yield text
}

/** Plans the files' sessions and reads them as planned. */
async function readAll(files: readonly File[]) {
  const surveyed = await Promise.all(
    files.map(async (file) => {
      const survey = await surveyTranscript(bytesOf(file))
      if (survey === null) throw new Error('the format is recognised')
      return { name: file, survey }
    }),
  )
  const plan = planSessions(surveyed)
  const sessions = await Promise.all(
    plan.sessions.map(async ({ parts, ...options }) => {
      const { session } = await readPlanned(parts.map(bytesOf), options)
      return {
        id: session.externalId,
        session,
        telemetry: measure(session),
        parts: parts.map(({ name }) => name),
      }
    }),
  )
  const superseded = plan.superseded.map(({ name, by }) => `${name.name} by ${by.name}`)
  return { sessions: sessions.sort((a, b) => (a.id < b.id ? -1 : 1)), superseded }
}

/** Prompts at even minutes, each answered by a call a minute later. */
const turns = (prefix: string, count: number, from = 0): Entry[] =>
  Array.from({ length: 2 * count }, (_, index) => ({
    uuid: `${prefix}-${index}`,
    minute: from + index,
    by: index % 2 === 0 ? 'user' : 'assistant',
  }))

const summaryOf = ({ sessions }: Awaited<ReturnType<typeof readAll>>) =>
  sessions.map(({ id, telemetry: { turns, actions } }) => [id, turns, actions])

describe('lineage', () => {
  it('reads a session that is told in two files as one', async () => {
    const read = await readAll([
      fileOf('later', 's', turns('b', 2, 100)),
      fileOf('earlier', 's', turns('a', 3)),
    ])
    expect(summaryOf(read)).toEqual([['s', 5, 5]])
    expect(read.sessions[0]?.parts).toEqual(['earlier', 'later'])
    expect(read.sessions[0]?.telemetry).toMatchObject({ startedAt: timeAt(0), endedAt: timeAt(103) })
  })

  it('leaves an older telling to the longer one of the same session', async () => {
    const read = await readAll([fileOf('old', 's', turns('a', 2)), fileOf('new', 's', turns('a', 5))])
    expect(summaryOf(read)).toEqual([['s', 5, 5]])
    expect(read.superseded).toEqual(['old by new'])
  })

  it('keeps the first id of a session that was resumed under another, so that it is a revision of itself', async () => {
    const grown = [...turns('a', 2), ...turns('b', 3, 50)]
    const read = await readAll([fileOf('resumed', 'second', grown), fileOf('first', 'first', turns('a', 2))])
    expect(summaryOf(read)).toEqual([['first', 5, 5]])
    expect(read.superseded).toEqual(['first by resumed'])
  })

  it('counts in a fork only what is its own', async () => {
    const shared = turns('a', 3)
    const origin = fileOf('origin', 'origin', [...shared, ...turns('b', 1, 50)])
    const entries = [...shared, ...turns('c', 2, 20)]
    const marked = fileOf('fork', 'fork', entries, { forkedFrom: { sessionId: 'origin' } })
    expect(summaryOf(await readAll([marked, origin]))).toEqual([
      ['fork', 2, 2],
      ['origin', 4, 4],
    ])
    // Where nothing marks the fork, and both began with the same entry, either may be the one that counts it.
    const turnsOf = summaryOf(await readAll([fileOf('fork', 'fork', entries), origin])).map(
      ([, turns]) => turns,
    )
    expect(turnsOf.toSorted()).toEqual([1, 5])
  })

  it('goes by the mark of a fork, also where the copies have ids of their own', async () => {
    const origin = fileOf('origin', 'origin', turns('a', 3, 10))
    const copied = turns('a', 3, 10).map((entry, index) =>
      lineOf({ ...entry, uuid: `copy-${index}` }, 'fork', {
        forkedFrom: { sessionId: 'origin', messageUuid: entry.uuid },
      }),
    )
    const own = turns('c', 1, 90).map((entry) => lineOf(entry, 'fork'))
    const grown = fileOf('origin', 'origin', [...turns('a', 3, 10), ...turns('b', 1, 60)])
    const fork = { name: 'fork', lines: [...copied, ...own] }
    expect(summaryOf(await readAll([fork, grown]))).toEqual([
      ['fork', 1, 1],
      ['origin', 4, 4],
    ])
    expect(summaryOf(await readAll([fork, origin]))).toEqual([
      ['fork', 1, 1],
      ['origin', 3, 3],
    ])
  })

  it('takes a fork without anything of its own for the session it was copied from', async () => {
    const read = await readAll([fileOf('copy', 'copy', turns('a', 2)), fileOf('a', 'a', turns('a', 2))])
    expect(summaryOf(read)).toEqual([['a', 2, 2]])
  })

  it('attaches a sub-agent’s file to the session that started it, at the time it worked', async () => {
    const agent = turns('x', 1, 1).map((entry) => ({ ...entry, by: 'sub-agent' as const }))
    const read = await readAll([fileOf('agent', 's', agent), fileOf('main', 's', turns('a', 4, 0))])
    expect(summaryOf(read)).toEqual([['s', 4, 4]])
    expect(read.sessions[0]?.telemetry.sidechainActions).toBe(2)
    const order = read.sessions[0]?.session.events.flatMap((event) =>
      event.type === 'action' ? [event.sidechain] : [],
    )
    expect(order?.indexOf(true)).toBe(1)
  })

  it('attaches the rollouts of Codex’ sub-agents, each once, and keeps the longest telling of a session', async () => {
    const rollout = (id: string, calls: number, source: unknown): File => {
      const entry = (type: string, payload: object, minute: number) => ({
        timestamp: timeAt(minute),
        type,
        payload,
      })
      const meta = { id, timestamp: timeAt(0), cwd: '/srv', originator: 'codex-tui', source }
      const lines = [
        entry('session_meta', meta, 0),
        entry('event_msg', { type: 'user_message', message: 'Wind it' }, 1),
      ]
      for (let call = 0; call < calls; call += 1) {
        const item = {
          type: 'function_call',
          call_id: `${id}-${call}`,
          name: 'shell',
          arguments: '{"command":"wind"}',
        }
        lines.push(entry('response_item', item, 2 + call))
      }
      return { name: `${id} of ${calls}`, lines }
    }
    const agent = { subagent: { thread_spawn: { parent_thread_id: 'parent', depth: 1 } } }
    const read = await readAll([
      rollout('child', 2, agent),
      rollout('parent', 3, 'cli'),
      rollout('other', 1, agent),
      rollout('parent', 1, 'cli'),
    ])
    expect(summaryOf(read)).toEqual([['parent', 1, 3]])
    expect(read.sessions[0]?.telemetry.sidechainActions).toBe(3)
    expect(read.superseded).toEqual(['parent of 1 by parent of 3'])
  })

  it('goes on under the first id with the sub-agents of both, where a session was resumed under another', async () => {
    const agent = (session: string, prefix: string) =>
      fileOf(
        `agent of ${session}`,
        session,
        turns(prefix, 1, 1).map((entry) => ({ ...entry, by: 'sub-agent' })),
      )
    const grown = [...turns('a', 2), ...turns('b', 1, 50)]
    const resumed = [
      ...turns('a', 2).map((entry) => lineOf(entry, 'first')),
      ...turns('b', 1, 50).map((entry) => lineOf(entry, 'second')),
    ]
    for (const file of [fileOf('resumed', 'second', grown), { name: 'resumed', lines: resumed }]) {
      const read = await readAll([
        fileOf('first', 'first', turns('a', 2)),
        agent('first', 'x'),
        agent('second', 'y'),
        file,
      ])
      expect(summaryOf(read)).toEqual([['first', 3, 3]])
      expect(read.sessions[0]?.telemetry.sidechainActions).toBe(4)
      expect(read.superseded).toEqual(['first by resumed'])
    }
  })

  it('leaves sub-agents whose sessions are not there sessions of their own', async () => {
    const agent = { subagent: { thread_spawn: { parent_thread_id: 'gone', depth: 1 } } }
    const entry = (id: string) => [
      { timestamp: timeAt(0), type: 'session_meta', payload: { id, timestamp: timeAt(0), source: agent } },
      {
        timestamp: timeAt(1),
        type: 'response_item',
        payload: { type: 'function_call', call_id: id, name: 'shell' },
      },
    ]
    const read = await readAll(['one', 'two'].map((id) => ({ name: id, lines: entry(id) })))
    expect(read.sessions.map(({ id }) => id)).toEqual(['gone/one', 'gone/two'])
  })

  it('keeps what has no ids to compare, and says of nothing that it is told elsewhere unseen', async () => {
    const bare = (name: string, entries: readonly Entry[]): File => ({
      name,
      lines: entries.map((entry) => lineOf(entry, 's', { uuid: undefined })),
    })
    const read = await readAll([bare('one', turns('a', 2)), bare('two', turns('b', 1, 50))])
    expect(summaryOf(read)).toEqual([['s', 3, 3]])
    expect(read.superseded).toEqual([])
    const copied = await readAll([
      bare('whole', turns('a', 2)),
      bare('a copy', turns('a', 2)),
      bare('begun', turns('a', 1)),
    ])
    expect(summaryOf(copied)).toEqual([['s', 2, 2]])
    expect(copied.superseded).toEqual(['a copy by whole', 'begun by whole'])
  })

  it('takes the log that Gemini CLI goes on with, though the older document has more spaces in it', async () => {
    const started = { sessionId: 'g', projectHash: 'p', startTime: timeAt(0), lastUpdated: timeAt(1) }
    const said = (id: string) => ({ id, timestamp: timeAt(1), type: 'user', content: `wind ${id}` })
    const log: File = { name: 'log', lines: [started, said('a'), said('b')] }
    const old = JSON.stringify({ ...started, messages: [said('a')] }, null, 200)
    const surveys = await Promise.all(
      [
        { name: 'log', text: log.lines.map((line) => JSON.stringify(line)).join('\n') },
        { name: 'old', text: old },
      ].map(async ({ name, text }) => {
        const survey = await surveyTranscript(textOf(text))
        if (survey === null) throw new Error('the format is recognised')
        return { name, survey }
      }),
    )
    const { sessions, superseded } = planSessions(surveys)
    expect(sessions.map(({ parts }) => parts)).toEqual([['log']])
    expect(superseded).toEqual([{ name: 'old', by: 'log' }])
  })

  it('keeps the choice between forks that nothing marks, however they grow', async () => {
    const origin = fileOf('origin', 'a-origin', turns('a', 2))
    for (const [one, two] of [
      [1, 3],
      [3, 1],
    ] as const) {
      const forks = [
        fileOf('b', 'b-fork', [...turns('a', 2), ...turns('b', one, 50)]),
        fileOf('c', 'c-fork', [...turns('a', 2), ...turns('c', two, 70)]),
      ]
      expect(summaryOf(await readAll([...forks, origin]))).toEqual([
        ['a-origin', 2 + one, 2 + one],
        ['c-fork', two, two],
      ])
    }
  })

  it('leaves a sub-agent’s file whose session is not there a session of its own', async () => {
    const agent = turns('x', 1, 1).map((entry) => ({ ...entry, by: 'sub-agent' as const }))
    const read = await readAll([fileOf('agent', 's', agent), fileOf('other', 'other', turns('a', 1))])
    expect(summaryOf(read)).toEqual([
      ['other', 1, 1],
      ['s/agent-7', 0, 0],
    ])
  })

  it('counts every prompt and every call once, however sessions were resumed, forked and copied', async () => {
    /** What is done to the session of a number: it grows, or is copied, whole, from its start or from its middle. */
    const step = fc.record({
      kind: fc.constantFrom('grow' as const, 'copy' as const),
      of: fc.nat(20),
      from: fc.double({ min: 0, max: 0.8, noNaN: true }),
      to: fc.double({ min: 0.3, max: 1, noNaN: true }),
      more: fc.integer({ min: 0, max: 3 }),
    })
    const history = fc.array(step, { minLength: 1, maxLength: 12 }).map((steps) => {
      let minute = 0
      const next = (count: number) => {
        const made = turns(`at${minute}`, count, minute)
        minute += 2 * count
        return made
      }
      const sessions = [{ id: 'session-0', entries: next(2) }]
      for (const { kind, of, from, to, more } of steps) {
        const source = sessions[of % sessions.length]
        if (source === undefined) continue
        if (kind === 'grow') source.entries.push(...next(more))
        else {
          const { length } = source.entries
          const copied = source.entries.slice(
            of % 2 === 0 ? 0 : Math.floor(from * length),
            Math.ceil(to * length),
          )
          sessions.push({ id: `session-${sessions.length}`, entries: [...copied, ...next(more)] })
        }
      }
      return sessions.filter(({ entries }) => entries.length > 0)
    })
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat(1_000)), async (sessions, order) => {
        const files = sessions.map(({ id, entries }) => fileOf(id, id, entries))
        const shuffled = files
          .map((file) => ({ file, at: order.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ file }) => file)
        const entries = new Map(
          sessions.flatMap((session) => session.entries).map((entry) => [entry.uuid, entry]),
        )
        const prompts = [...entries.values()].filter(({ by }) => by === 'user').length
        const read = await readAll(shuffled)
        const sum = (measure: 'turns' | 'actions') =>
          read.sessions.reduce((total, { telemetry }) => total + telemetry[measure], 0)
        expect([sum('turns'), sum('actions')]).toEqual([prompts, entries.size - prompts])
        expect(new Set(read.sessions.map(({ id }) => id)).size).toBe(read.sessions.length)
        expect(summaryOf(read)).toEqual(summaryOf(await readAll(files)))
      }),
    )
  })
})
