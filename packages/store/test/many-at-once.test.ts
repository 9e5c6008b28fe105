import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  batchStatus,
  changedRuns,
  claimChunk,
  expireClaims,
  materialise,
  releaseClaim,
  splitChunk,
  waitingChunks,
  writeAnnotations,
} from '../src/index.ts'
import { answer, factOf, newClaim } from './answers.ts'
import { cohortsOf, heldCohorts } from './facts.ts'
import { postSessions } from './lines.ts'
import { openStore, rows, runOut, type Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const SESSIONS = Array.from({ length: 15 }, (_, index) => `s${index}`)
const UPLOADS = 24

/** The nth draw of a seeded sequence below `below`, so that a failure can be looked at again. */
function createDice(seed: number): (below: number) => number {
  const draws = fc.sample(fc.nat(), { seed, numRuns: 5_000 })
  let next = 0
  return (below) => {
    next += 1
    return (draws[next % draws.length] ?? 0) % below
  }
}

/** Revisions of a session lie in different months, so that each new one moves its fact. */
const fact = (revision: number) => ({
  month: `2026-0${1 + (revision % 6)}`,
  workMode: 'build' as const,
  turns: revision,
})

async function upload(dice: (below: number) => number): Promise<readonly string[]> {
  const batches: string[] = []
  for (let batch = 0; batch < UPLOADS; batch += 1) {
    const said = SESSIONS.filter(() => dice(2) === 0).map((externalId) => ({
      externalId,
      content: String(dice(40)),
    }))
    batches.push((await postSessions(store, dice(2) === 0 ? said : said.toReversed())).batchId)
  }
  return batches
}

/** One chunk's way through a worker that now and then dies, gives back, or splits. */
async function work(chunk: string, dice: (below: number) => number): Promise<void> {
  const { database, run } = store
  const claim = newClaim()
  const claimed = await claimChunk(database, chunk, claim, 60)
  const fate = dice(6)
  if (fate === 0) return runOut(database, claim)
  if (fate === 1) return releaseClaim(database, claim, chunk)
  if (fate === 2) return void (await splitChunk(database, claim, chunk))
  if (fate === 3) await runOut(database, claim) // and writes all the same
  await writeAnnotations(
    database,
    run.id,
    claim,
    claimed.map((each) => answer(each, fact(each.revision))),
    [],
  )
}

it('uploads, workers, sweeps and refreshes at once leave each session annotated once and every cohort whole', async () => {
  const { database, run, project } = store
  let uploading = true
  const repeat = async (action: () => Promise<unknown>) => {
    while (uploading) await action()
  }
  const worker = async (seed: number) => {
    const dice = createDice(seed)
    const look = async () => {
      const waiting = await waitingChunks(database, 0, 20)
      const chunk = waiting[dice(Math.max(waiting.length, 1))]
      if (chunk !== undefined) await work(chunk.id, dice)
      return waiting.length
    }
    await repeat(look)
  }
  const background = [
    ...[1, 2, 3].map(worker),
    repeat(() => expireClaims(database, 1_000)),
    repeat(() => materialise(database, run.id)),
  ]
  const batches = (await Promise.all([4, 5, 6].map((seed) => upload(createDice(seed))))).flat()
  uploading = false
  await Promise.all(background)

  await database.pool.query(
    `update session_revisions set claim_expires_at = now() - interval '1 second' where claim is not null`,
  )
  await expireClaims(database, 1_000)
  const never = () => 5
  for (const { id } of await waitingChunks(database, 0, 1_000)) await work(id, never)
  await materialise(database, run.id)

  for (const id of batches) {
    expect(await batchStatus(database, project.id, id)).toMatchObject({ complete: true, materialised: true })
  }
  expect(await changedRuns(database)).toEqual([])
  const newest = await rows<{ person: Buffer; revision: number }>(
    database,
    `select person, max(revision) as revision from session_revisions join sessions on sessions.id = session_id
     where state = 'annotated' group by session_id, person`,
  )
  expect(newest).toHaveLength(SESSIONS.length)
  const expected = newest.map(({ person, revision }) => ({
    ...factOf(fact(revision)),
    person: person.toString('hex'),
  }))
  expect(await heldCohorts(database, project.id)).toEqual(cohortsOf(expected))
  const [doubled] = await rows<{ n: number }>(
    database,
    `select count(*) as n from session_revisions held left join annotations on revision_id = held.id
     where (state = 'annotated') <> (annotations.id is not null)`,
  )
  expect(doubled?.n).toBe(0)
})
