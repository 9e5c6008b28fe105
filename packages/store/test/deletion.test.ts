import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  buryJob,
  claimChunk,
  ensureRun,
  generateKey,
  materialise,
  reannotate,
  registerKey,
} from '../src/index.ts'
import { annotate, newClaim } from './answers.ts'
import { reserve, settle } from './calls.ts'
import { post, sessionLine } from './lines.ts'
import { definition, makeProject, openStore, rows, type Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

/** Gives a project something in every table. */
async function fill(part: Pick<Store, 'database' | 'project' | 'run'>): Promise<void> {
  await registerKey(part.database, part.project.id, { key: generateKey(), name: 'key', scopes: ['read'] })
  for (const content of ['first', 'grown']) {
    const { chunks } = await post(part, [sessionLine(1, { externalId: 'same', content })], content)
    await annotate(part, chunks[0] ?? '')
  }
  await materialise(part.database, part.run.id)
  const { chunks } = await post(part, [sessionLine(1, { externalId: 'later' })])
  await annotate(part, chunks[0] ?? '')
  const [again] = await reannotate(
    part.database,
    await ensureRun(part.database, part.project.id, definition('2')),
    {},
  )
  const [held] = await claimChunk(part.database, again?.id ?? '', newClaim(), 60)
  await settle(part, await reserve(part, { revisionId: held?.id ?? 0 }))
  await buryJob(part.database, {
    projectId: part.project.id,
    queue: 'aggregate',
    jobId: 'j',
    payload: {},
    reason: 'x',
  })
}

/** Rows of every table of the schema but the one that is no project's. */
async function counted(): Promise<Record<string, number>> {
  const tables = await rows<{ name: string }>(
    store.database,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> 'shared_states' order by 1`,
  )
  const counts = await Promise.all(
    tables.map(async ({ name }) => {
      const found = await rows<{ n: number }>(store.database, `select count(*) as n from "${name}"`)
      return [name, found[0]?.n ?? 0] as const
    }),
  )
  return Object.fromEntries(counts)
}

describe('deleting a project', () => {
  it('removes all that is its own, from every table, and nothing of another project', async () => {
    await fill(store)
    const alone = await counted()
    expect(Object.entries(alone).filter(([, count]) => count === 0)).toEqual([])
    const other = await makeProject(store.database, 'other')
    await fill({ ...store, ...other })
    await store.database.pool.query('delete from projects where id = $1', [other.project.id])
    expect(await counted()).toEqual(alone)
    await store.database.pool.query('delete from projects')
    expect([...new Set(Object.values(await counted()))]).toEqual([0])
  })

  it('never looks through a whole table for what refers to what is deleted, but for the few that refer to runs', async () => {
    const scanned = await rows<{ column: string }>(
      store.database,
      `select conrelid::regclass || '.' || attname as column
       from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
       where contype = 'f' and connamespace = 'public'::regnamespace and not exists (
         select from pg_index where indrelid = conrelid and indkey[0] = conkey[1] and indpred is null)
       order by 1`,
    )
    expect(scanned.map(({ column }) => column)).toEqual(['api_keys.project_id', 'fact_changes.run_id'])
  })
})
