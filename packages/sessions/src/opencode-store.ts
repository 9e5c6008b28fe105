import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { FieldworkError } from '@fieldwork/errors'
import { asObject, asString, parseJson } from './json.ts'

/** A session of OpenCode's database, in the shape of its export. */
export type StoredSession = {
  readonly id: string
  /** The session whose agent started this one. */
  readonly parentId: string | null
  /** When its last message or part was written; milliseconds since 1970. The session's own row is older while it is worked on. */
  readonly updatedAt: number
  /** Characters of its messages and parts. */
  readonly size: number
  /** The document's text, message by message, to be read before the next session is asked for. */
  readonly chunks: () => AsyncGenerator<string>
}

/** How long it is waited for OpenCode to end what it is writing. */
const BUSY_MS = 2_000

type Row = Readonly<Record<string, SQLOutputValue>>

/**
 * The sessions of OpenCode's database (`opencode.db`), or the one of the id `only`, the earliest first, one at a time: `readTranscript(chunks(),
 * { format: 'opencode-export' })` reads each as an export. The database is opened to be read only, which is safe while
 * OpenCode runs, and closed with the generator. Throws `transcript_unreadable` where the file is no such database.
 */
export function* openCodeSessions(path: string, only?: string): Generator<StoredSession> {
  const database = open(path)
  try {
    const sessions = prepare(
      database,
      'SELECT * FROM session WHERE ?1 IS NULL OR id = ?1 ORDER BY time_created, id',
    )
    const messages = prepare(
      database,
      'SELECT id, data FROM message WHERE session_id = ? ORDER BY time_created, id',
    )
    const parts = prepare(database, 'SELECT id, data FROM part WHERE message_id = ? ORDER BY id')
    const extents = prepare(
      database,
      `SELECT coalesce(sum(length(data)), 0) AS size, coalesce(max(updated), 0) AS updated FROM (
         SELECT data, time_updated AS updated FROM message WHERE session_id = ?1
         UNION ALL SELECT data, time_updated FROM part WHERE session_id = ?1)`,
    )
    for (const row of sessions.all(only ?? null)) {
      const id = String(row.id)
      const parentId = typeof row.parent_id === 'string' ? row.parent_id : null
      const extent = extents.get(id)
      yield {
        id,
        parentId,
        updatedAt: Math.max(Number(row.time_updated), Number(extent?.updated ?? 0)),
        size: Number(extent?.size ?? 0),
        async *chunks() {
          yield `{"info":${JSON.stringify(infoOf(row))},"messages":[`
          let separator = ''
          for (const message of messages.iterate(id)) {
            const ids = { id: message.id, sessionID: id }
            const found = parts.all(String(message.id)).map((part) => dataOf(part, { id: part.id }))
            yield `${separator}${JSON.stringify({ info: dataOf(message, ids), parts: found })}`
            separator = ','
          }
          yield ']}'
        },
      }
    }
  } finally {
    database.close()
  }
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS })
  } catch {
    throw noStore()
  }
}

/** Fails as well where the file is no database, which opening it does not tell. */
function prepare(database: DatabaseSync, sql: string) {
  try {
    return database.prepare(sql)
  } catch {
    throw noStore()
  }
}

const noStore = () => new FieldworkError('transcript_unreadable', 'the file is no database of OpenCode')

/** What a row keeps as JSON, with the ids that stand in columns of their own; null where it is no JSON object. */
function dataOf(row: Row, ids: object): object | null {
  const data = asObject(parseJson(asString(row.data) ?? ''))
  return data === undefined ? null : { ...data, ...ids }
}

/** The export's `info` of a session, as far as the reader asks for it. */
function infoOf(row: Row): object {
  return {
    id: row.id,
    ...(typeof row.parent_id === 'string' ? { parentID: row.parent_id } : {}),
    slug: row.slug,
    projectID: row.project_id,
    directory: row.directory,
    title: row.title,
    version: row.version,
    permission: parseJson(asString(row.permission) ?? ''),
    time: { created: Number(row.time_created), updated: Number(row.time_updated) },
  }
}
