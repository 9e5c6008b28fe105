import { FieldworkError } from '@fieldwork/errors'
import { ATTEMPTS } from '@fieldwork/queue'
import { type Database, ensureProject, openDatabase } from '@fieldwork/store'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buryChunk } from '../src/bury-chunk.ts'

describe('a chunk that will not be tried again', () => {
  const chunk = '1'
  let database: Database

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    const { id } = await ensureProject(database, 'project')
    await database.pool.query('delete from sessions')
    await database.pool.query(
      `with session as (
         insert into sessions (project_id, source, external_id, person)
         select $1, 'claude-code', claimed::text, '' from generate_series(0, $2) as claimed
         returning id, external_id::int as claimed
       )
       insert into session_revisions (session_id, revision, content_hash, chunk_id, attempts)
       select id, 1, '', $3, claimed from session`,
      [id, ATTEMPTS, chunk],
    )
  })

  /** How often each dead session had been claimed, and why it is dead. */
  async function dead(): Promise<readonly [number, string][]> {
    const { rows } = await database.pool.query<{ attempts: number; reason: string }>(
      `select attempts, reason from session_revisions where state = 'dead' order by attempts`,
    )
    return rows.map(({ attempts, reason }) => [attempts, reason])
  }

  test('whose attempts are used up leaves waiting what it never had in hand so often', async () => {
    const error = new FieldworkError('attempts_exhausted', 'Postgres was away')
    expect(await buryChunk(database, chunk, error)).toBe(1)
    expect(await dead()).toEqual([[ATTEMPTS, 'attempts_exhausted: Postgres was away']])
  })

  test('that can never succeed is dead at once, with the reason', async () => {
    const error = new FieldworkError('annotator_unauthorised', 'status 401')
    expect(await buryChunk(database, chunk, error)).toBe(ATTEMPTS + 1)
    const reasons = new Set((await dead()).map(([, reason]) => reason))
    expect(reasons).toEqual(new Set(['annotator_unauthorised: status 401']))
  })
})
