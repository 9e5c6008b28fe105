import { FieldworkError } from '@fieldwork/errors'
import { type Database, deadLetters, ensureProject, openDatabase } from '@fieldwork/store'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bury, exhume } from '../src/dead-aggregations.ts'

let database: Database
let projectId: number
beforeAll(async () => {
  database = openDatabase((await createTestDatabase()).url)
  projectId = (await ensureProject(database, 'project')).id
})
afterAll(() => database.close())
beforeEach(() => database.pool.query('delete from dead_jobs'))

const error = new FieldworkError('attempts_exhausted', 'after 5 attempts: it broke')
const dead = async () =>
  (await deadLetters(database, projectId, {}, { limit: 10 })).map(({ payload }) => payload)

describe('an aggregation that will not be tried again', () => {
  it('is a dead letter with its reason, one for a run however often it dies', async () => {
    const payload = { projectId, runId: 7 }
    for (let time = 0; time < 3; time += 1) await bury(database, payload, error)
    expect(await deadLetters(database, projectId, {}, { limit: 10 })).toMatchObject([
      { queue: 'aggregate', payload, reason: error.message, session: null },
    ])
  })

  it('is none any more once it has succeeded, but stays where it died meanwhile', async () => {
    const [one, other] = [
      { projectId, runId: 7 },
      { projectId, runId: 8 },
    ]
    await bury(database, one, error)
    await bury(database, other, error)
    await exhume(database, one, new Date(Date.now() - 60_000))
    expect(await dead()).toHaveLength(2)
    await exhume(database, one, new Date(Date.now() + 60_000))
    expect(await dead()).toEqual([other])
  })
})
