import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { asArray, asObject, asString } from '../src/json.ts'
import { objectsIn } from '../src/objects.ts'
import { openCodeSessions } from '../src/opencode-store.ts'
import { readTranscript, readTranscriptText } from '../src/read-transcript.ts'
import { fixturesOf } from './readers/fixture-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'opencode-store-'))
afterAll(() => rmSync(folder, { recursive: true }))

const TABLES = `
  CREATE TABLE session (id text PRIMARY KEY, project_id text NOT NULL, parent_id text, slug text NOT NULL,
    directory text NOT NULL, title text NOT NULL, version text NOT NULL, permission text,
    time_created integer NOT NULL, time_updated integer NOT NULL);
  CREATE TABLE message (id text PRIMARY KEY, session_id text NOT NULL, time_created integer NOT NULL,
    time_updated integer NOT NULL, data text NOT NULL);
  CREATE TABLE part (id text PRIMARY KEY, message_id text NOT NULL, session_id text NOT NULL,
    time_created integer NOT NULL, time_updated integer NOT NULL, data text NOT NULL);`

type Export = { readonly id: string; readonly text: string }

/** A database that holds exports as OpenCode stores them: ids in columns, the rest as JSON, parts in no order. */
function store(name: string, exports: readonly Export[]): string {
  const path = join(folder, name)
  const database = new DatabaseSync(path)
  database.exec(TABLES)
  exports.forEach(({ id, text }, at) => {
    const document = asObject(JSON.parse(text))
    const info = asObject(document?.info) ?? {}
    const directory = asString(info.directory) ?? ''
    const permission = info.permission === undefined ? null : JSON.stringify(info.permission)
    database
      .prepare('INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(id, 'p', asString(info.parentID) ?? null, 's', directory, 't', '1', permission, at, at)
    objectsIn(document?.messages).forEach((message, turn) => {
      const { id: _, sessionID: __, ...data } = asObject(message.info) ?? {}
      const messageId = `${id}-m${turn}`
      database
        .prepare('INSERT INTO message VALUES (?, ?, ?, ?, ?)')
        .run(messageId, id, turn, turn, JSON.stringify(data))
      const parts = asArray(message.parts).map((part, n) => [
        `${messageId}-p${String(n).padStart(3, '0')}`,
        part,
      ])
      for (const [partId, part] of parts.reverse()) {
        database
          .prepare('INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)')
          .run(String(partId), messageId, id, 0, 0, JSON.stringify(part))
      }
    })
  })
  database.close()
  return path
}

const named = (name: string): Export => {
  const found = fixturesOf('opencode-export').find((fixture) => fixture.name === name)
  if (found === undefined) throw new Error(`no fixture is named ${name}`)
  return { id: `ses_${name}`, text: found.text }
}

const codeOf = (path: string): unknown => {
  try {
    return [...openCodeSessions(path)]
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

describe('the database of OpenCode', () => {
  it('gives each session as its export, one at a time', async () => {
    const exports = ['edits', 'commands-and-stops', 'compaction', 'child-session'].map(named)
    const path = store('whole.db', exports)
    const ids: unknown[] = []
    for (const { id, parentId, chunks } of openCodeSessions(path)) {
      ids.push([id, parentId])
      const { session, unknown } = await readTranscript(chunks(), { format: 'opencode-export' })
      const expected = readTranscriptText(exports.find((one) => one.id === id)?.text ?? '')
      expect(session.events).toEqual(expected.session.events)
      expect({ ...session, externalId: '' }).toEqual({ ...expected.session, externalId: '' })
      expect(session.externalId).toBe(parentId === null ? id : `${parentId}/${id}`)
      expect(unknown).toEqual({})
    }
    expect(ids).toEqual([
      ['ses_edits', null],
      ['ses_commands-and-stops', null],
      ['ses_compaction', null],
      ['ses_child-session', 'ses_harbor'],
    ])
  })

  it('is not written to, and is read while another holds it open', async () => {
    const path = store('open.db', [named('edits')])
    const writer = new DatabaseSync(path)
    writer.exec('PRAGMA journal_mode = WAL')
    writer.exec("UPDATE session SET title = 'another'")
    expect([...openCodeSessions(path)]).toHaveLength(1)
    writer.close()
  })

  it('is let go of when nobody asks for the next session', () => {
    const path = store('left.db', [named('edits'), named('compaction')])
    for (const { id } of openCodeSessions(path)) {
      expect(id).toBe('ses_edits')
      break
    }
    rmSync(path)
  })

  it('counts messages that are no JSON, and goes on', async () => {
    const path = store('damaged.db', [named('compaction')])
    const database = new DatabaseSync(path)
    database.exec("UPDATE message SET data = '{' WHERE id LIKE '%-m1'")
    database.exec("UPDATE part SET data = '[]' WHERE message_id LIKE '%-m3'")
    database.close()
    for (const { chunks } of openCodeSessions(path)) {
      const { unknown } = await readTranscript(chunks(), { format: 'opencode-export' })
      expect(unknown).toEqual({ 'entry:no message': 1, 'part:no object': 1 })
    }
  })

  it('is refused where it is none', () => {
    const noDatabase = join(folder, 'text.db')
    writeFileSync(noDatabase, 'just words, and more of them than a header has '.repeat(100))
    const another = join(folder, 'another.db')
    const database = new DatabaseSync(another)
    database.exec('CREATE TABLE session (id text)')
    database.close()
    for (const path of [noDatabase, another, join(folder, 'absent.db'), folder]) {
      expect(codeOf(path)).toBe('transcript_unreadable')
    }
  })
})
