import { describe, expect, it } from 'vitest'
import { measure, readTranscriptText } from '../../src/index.ts'
import { fixture } from '../fixtures.ts'

const read = (name: string) => readTranscriptText(fixture(`codex-rollout/${name}`))
const textsOf = (name: string, type: string) =>
  read(name).session.events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : []))
const actionsOf = (name: string) =>
  read(name).session.events.flatMap((event) => (event.type === 'action' ? [event] : []))

const entry = (type: string, payload: object, timestamp = '2026-03-04T10:00:00.000Z') =>
  JSON.stringify({ timestamp, type, payload })
const meta = entry('session_meta', { id: 'a', source: 'cli' })
const said = entry('event_msg', { type: 'user_message', message: 'Hello' })

describe('a Codex rollout', () => {
  it('has each prompt once, as the person wrote it', () => {
    expect(textsOf('prompts', 'prompt')).toEqual([
      'Paint the buoy red',
      'and leave the bell as it is',
      'Now paint it green',
      '',
      'Thank you',
    ])
  })

  it('has prompts and answers from response items where a version writes no events', () => {
    expect(textsOf('first-versions', 'prompt')).toEqual(['Wind the clock', 'And the other clock'])
    expect(textsOf('first-versions', 'agentText')).toEqual(['It is wound.', 'Also wound.'])
  })

  it('has answers from events where they alone are there', () => {
    const answer = entry('event_msg', { type: 'agent_message', message: 'Good day' })
    expect(measure(readTranscriptText([meta, said, answer].join('\n')).session).agentTextWords).toBe(2)
  })

  it('has one interruption, be it told by the event, the marker or both', () => {
    const marker = entry('response_item', {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: '<turn_aborted>stopped</turn_aborted>' }],
    })
    const aborted = entry('event_msg', { type: 'turn_aborted', reason: 'interrupted' })
    for (const lines of [[marker], [aborted], [marker, aborted]]) {
      const { session } = readTranscriptText([meta, said, ...lines].join('\n'))
      expect(measure(session)).toMatchObject({ turns: 1, interruptions: 1 })
    }
  })

  it('tells a failed call by its exit code and not by what it printed', () => {
    expect(actionsOf('results').map(({ tool, result }) => [tool, result])).toEqual([
      ['exec_command', 'ok'],
      ['exec_command', 'error'],
      ['shell', 'ok'],
      ['shell', 'error'],
      ['write_stdin', 'error'],
      ['exec_command', 'ok'],
      ['exec_command', 'error'],
      ['_log_entry', 'error'],
      ['view_image', 'ok'],
      ['web_search', 'ok'],
      ['tool_search', 'ok'],
      ['local_shell', 'ok'],
      ['update_plan', 'error'],
      ['exec_command', 'ok'],
      ['exec_command', 'error'],
      ['exec_command', 'none'],
    ])
  })

  it('has the changes that were recorded, or else those of the patch, and never both', () => {
    const edits = actionsOf('patches').map((action) =>
      action.edits.map(
        ({ path, added, removed }) => `${path.replace('/srv/lighthouse/', '')} +${added} -${removed}`,
      ),
    )
    expect(edits).toEqual([
      ['log.txt +2 -2', 'new.txt +3 -0', 'gone.txt +0 -2'],
      [],
      [],
      ['bells.txt +2 -0', 'old.txt +0 -0', 'log.txt +2 -1'],
      ['flag.txt +1 -0'],
      [],
      ['log.txt +1 -0', 'tag.txt +1 -0'],
      ['inner.txt +1 -0', 'inner2.txt +1 -0'],
    ])
  })

  it('says once that it was compacted, and nothing of the history that is repeated', () => {
    expect(textsOf('compaction', 'system')).toEqual([
      'The conversation was compacted.',
      'The person took the last turns back.',
    ])
    expect(textsOf('compaction', 'prompt')).toEqual(['Copy the old log', 'Copy the new log'])
  })

  it('leaves out what a fork repeats of its parent, stamped anew or not', () => {
    expect(textsOf('fork', 'prompt')).toEqual(['The question of the fork'])
    expect(textsOf('fork-without-turn-ids', 'prompt')).toEqual(['Asked now'])
    const old = (line: string) => line.replace('2026-03-04', '2026-03-01')
    const [own = '', parents = '', ...rest] = fixture('codex-rollout/fork').split('\n')
    const stampedOld = [own, parents, ...rest.map((line, index) => (index < 9 ? old(line) : line))].join('\n')
    expect(measure(readTranscriptText(stampedOld).session)).toEqual(measure(read('fork').session))
  })

  it('leaves nothing out of a fork that names no time', () => {
    const forked = JSON.stringify({ type: 'session_meta', payload: { id: 'b', forked_from_id: 'a' } })
    const { session } = readTranscriptText([forked, said].join('\n'))
    expect(measure(session).turns).toBe(1)
  })

  it('has the id of its parent before its own where it is a sub-agent’s', () => {
    const { session } = read('sub-agent-file')
    expect(session.externalId).toMatch(/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/)
    expect(session.events.some(({ type }) => type === 'prompt' || type === 'agentText')).toBe(false)
  })

  it('has the usage of each response once where responses are recorded by id', () => {
    const usage = { input_tokens: 10, cached_input_tokens: 4, output_tokens: 2 }
    const record = (id: string) => entry('token_usage_record', { response_id: id, usage })
    const totals = entry('event_msg', {
      type: 'token_count',
      info: { total_token_usage: usage, last_token_usage: usage },
    })
    const lines = [meta, said, record('r1'), totals, record('r1'), record('r2'), totals]
    expect(measure(readTranscriptText(lines.join('\n')).session)).toMatchObject({
      modelCalls: 2,
      inputTokens: 12,
      cacheReadTokens: 8,
      outputTokens: 4,
    })
  })

  it('counts what it does not understand, and goes on', () => {
    expect(read('broken-lines').unknown).toEqual({
      'line:no JSON': 3,
      'line:no object': 1,
      'line:no entry': 1,
      'entry:future_entry': 1,
      'event:future_event': 1,
      'item:future_item': 1,
      'member:future_member': 1,
      'block:no object': 2,
      'block:hologram': 1,
      'result:no call waits for it': 1,
    })
    expect(textsOf('broken-lines', 'prompt')).toEqual(['Light \uFFFD the lamp'])
  })
})
