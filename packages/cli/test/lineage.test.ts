import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'

type Said = { readonly id: string; readonly minute: number; readonly by?: 'agent' | 'sub-agent' }

/** A transcript of Claude Code with these entries, in the session's file. */
const transcript = (sessionId: string, entries: readonly Said[]) =>
  entries
    .map(({ id, minute, by }) => {
      const timestamp = new Date(Date.UTC(2026, 0, 5, 10, minute)).toISOString()
      const common = { sessionId, uuid: id, timestamp, cwd: '/srv/clock', isSidechain: by === 'sub-agent' }
      if (by === undefined) return { ...common, type: 'user', message: { content: `Wind it, ${id}` } }
      const content = [{ type: 'tool_use', id: `call-${id}`, name: 'Bash', input: { command: 'wind' } }]
      return { ...common, type: 'assistant', message: { id: `m-${id}`, model: 'model-north', content } }
    })
    .map((entry) => `${JSON.stringify(entry)}\n`)
    .join('')

async function dryRun(folder: string, ...more: readonly string[]) {
  const { stdout } = await fieldwork(['push', folder, ...more, '--dry-run', '--json'])
  const { sessions, superseded } = JSON.parse(stdout)
  const told = sessions.map(({ id, turns }: { id: string; turns: number }) => [id, turns]).sort()
  return { told, superseded: superseded.length }
}

describe('push of files that belong together', () => {
  it('sends one session for its own file, its sub-agents’ and its copies, and of a fork what is its own', async () => {
    await using folder = await temporaryFolder()
    const main: Said[] = [
      { id: 'a', minute: 0 },
      { id: 'b', minute: 1, by: 'agent' },
      { id: 'c', minute: 2 },
    ]
    const files = {
      'main.jsonl': transcript('main', [...main, { id: 'g', minute: 9 }]),
      'main/subagents/agent-1.jsonl': transcript('main', [{ id: 's', minute: 1, by: 'sub-agent' }]),
      'backup/main.jsonl': transcript('main', main),
      'fork.jsonl': transcript('x-fork', [...main, { id: 'd', minute: 5 }, { id: 'e', minute: 6 }]),
    }
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder.path, name)), { recursive: true })
      await writeFile(join(folder.path, name), text)
    }
    expect(await dryRun(folder.path)).toEqual({
      told: [
        ['main', 3],
        ['x-fork', 2],
      ],
      superseded: 1,
    })
    await using service = await startStandIn()
    const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY, HOME: folder.path }
    const { stdout } = await fieldwork(['push', folder.path, '--json'], { env })
    expect(JSON.parse(stdout)).toMatchObject({
      counts: { posted: 2 },
      superseded: [{ by: expect.any(String) }],
    })
    const sent = JSON.stringify(service.uploads.map(({ lines }) => lines))
    expect(sent.match(/"sidechain":true/g)).toHaveLength(1)
  })

  it('reads every session of OpenCode’s database, with what its sub-agents did', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'opencode.db')
    const database = new DatabaseSync(file)
    database.exec(`
      create table session (id text, parent_id text, slug text, project_id text, directory text, title text, version text,
        permission text, time_created integer, time_updated integer);
      create table message (id text, session_id text, time_created integer, time_updated integer, data text);
      create table part (id text, message_id text, session_id text, time_updated integer, data text);`)
    const session = database.prepare(
      `insert into session values (?, ?, 's', 'p', '/srv', 't', '1', null, ?, ?)`,
    )
    const message = database.prepare('insert into message values (?, ?, ?, 0, ?)')
    const part = database.prepare('insert into part select ?, id, session_id, 0, ? from message where id = ?')
    const at = Date.UTC(2026, 0, 5)
    for (const [id, parent] of [
      ['ses_one', null],
      ['ses_child', 'ses_one'],
      ['ses_two', null],
    ] as const) {
      session.run(id, parent, at, at + 9)
      message.run(`msg_${id}1`, id, at, JSON.stringify({ role: 'user', time: { created: at } }))
      part.run(`prt_${id}1`, JSON.stringify({ type: 'text', text: 'Wind it' }), `msg_${id}1`)
      message.run(
        `msg_${id}2`,
        id,
        at + 1,
        JSON.stringify({ role: 'assistant', modelID: 'north', time: { created: at + 1 } }),
      )
      const state = {
        status: 'completed',
        input: { command: 'wind' },
        output: 'wound',
        time: { start: at + 2 },
      }
      part.run(
        `prt_${id}2`,
        JSON.stringify({ type: 'tool', callID: `c_${id}`, tool: 'bash', state }),
        `msg_${id}2`,
      )
    }
    database.close()
    await using service = await startStandIn()
    const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY, HOME: folder.path }
    const { stdout } = await fieldwork(['push', file, '--json'], { env })
    expect(JSON.parse(stdout)).toMatchObject({ counts: { posted: 2, rejected: 0 }, superseded: [] })
    const sent = JSON.stringify(service.uploads.map(({ lines }) => lines))
    expect(sent.match(/"sidechain":true/g)).toHaveLength(1)
    expect(sent.match(/"type":"prompt"/g)).toHaveLength(2)
    const measured = (await fieldwork(['measure', file, '--json'])).stdout.trimEnd().split('\n')
    expect(measured.map((line) => JSON.parse(line).actions)).toEqual([0, 1, 1])
    // The session's own row is as old as before while its messages grow.
    const growing = new DatabaseSync(file)
    growing.exec(`insert into message select 'msg_3', session_id, time_created + 9, 0, data from message where id = 'msg_ses_two1';
      insert into part select 'prt_3', 'msg_3', session_id, 0, data from part where id = 'prt_ses_two1'`)
    growing.close()
    const again = JSON.parse((await fieldwork(['push', file, '--json'], { env })).stdout)
    expect(again).toMatchObject({ counts: { posted: 2, accepted: 1, duplicate: 1 }, skipped: 1 })
  })
})
