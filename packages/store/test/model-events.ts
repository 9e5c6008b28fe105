import fc from 'fast-check'
import { expect } from 'vitest'
import {
  batchStatus,
  type ClaimedRevision,
  claimChunk,
  expireClaims,
  expireTranscripts,
  markChunkDead,
  releaseClaim,
  splitChunk,
  writeAnnotations,
} from '../src/index.ts'
import { answer, newClaim } from './answers.ts'
import { post, rejectedLine, sessionLine } from './lines.ts'
import { MAX_CLAIMS, type Model, type ModelRevision, type Posted } from './model.ts'
import { endRetention, rows, runOut, type Store } from './store.ts'

/** A claim as its worker holds it, however long ago it was made. */
type HeldClaim = {
  readonly id: string
  readonly chunk: string
  readonly revisions: readonly ModelRevision[]
  readonly real: readonly ClaimedRevision[]
}
/** The store beside its model, with the claims there have been. */
export type Pair = { readonly store: Store; readonly model: Model; readonly claims: HeldClaim[] }
/** Something that befalls the store and its model alike; what they answer must be the same. */
export type Event = { readonly name: string; readonly run: (pair: Pair) => Promise<void> }

async function chunkOf(store: Store, { session, revision }: ModelRevision): Promise<string> {
  const [row] = await rows<{ chunk: string }>(
    store.database,
    `select chunk_id::text as chunk from session_revisions join sessions on sessions.id = session_id
     where external_id = $1 and revision = $2`,
    [session, revision],
  )
  return row?.chunk ?? ''
}

const event = (name: string, run: Event['run']): Event => ({ name, run })

const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(all.length, 1)]
const index = fc.nat({ max: 20 })
const someSession = fc.constantFrom('a', 'b', 'c', 'd', 'e')

const said: fc.Arbitrary<Posted> = fc
  .record({ session: someSession, content: fc.constantFrom('1', '2', '3', '4', '5') })
  .map((line) => ({ ...line, headless: line.session === 'e' }))
const unreadable: fc.Arbitrary<Posted> = fc.constant('unreadable')

const posting = fc
  .array(fc.oneof({ weight: 9, arbitrary: said }, { weight: 1, arbitrary: unreadable }), { maxLength: 4 })
  .map((lines) =>
    event(`post ${JSON.stringify(lines)}`, async ({ store, model }) => {
      const counts = model.post(lines)
      const { batchId } = await post(
        store,
        lines.map((line, at) =>
          line === 'unreadable'
            ? rejectedLine(at + 1)
            : sessionLine(at + 1, {
                externalId: line.session,
                content: line.content,
                excluded: line.headless ? 'headless' : null,
              }),
        ),
      )
      expect((await batchStatus(store.database, store.project.id, batchId))?.counts).toEqual(counts)
    }),
  )

const claiming = fc.tuple(fc.constantFrom('claimable', 'claimable', 'unfinished'), index).map(([which, at]) =>
  event(`claim the chunk of ${which} revision ${at}`, async ({ store, model, claims }) => {
    const revision = pick(model[which](), at)
    if (revision === undefined || revision.chunk === null) return
    const [id, chunk] = [newClaim(), await chunkOf(store, revision)]
    const revisions = model.claim(revision.chunk, id)
    const claimed = await claimChunk(store.database, chunk, id, 60)
    expect(claimed).toHaveLength(revisions.length)
    claims.push({ id, chunk, revisions, real: claimed })
  }),
)

/** An event of one of the latest claims, which a worker holds, or held. */
const onClaim = (name: string, run: (pair: Pair, claim: HeldClaim) => Promise<unknown>) =>
  fc.nat({ max: 3 }).map((ago) =>
    event(`${name} the claim ${ago} ago`, async (pair) => {
      const claim = pick(pair.claims.toReversed(), ago)
      if (claim !== undefined) await run(pair, claim)
    }),
  )

/** Answers of an annotator; those in the bits of `refusals` are none. Both lists of a claim are in the order of their ids. */
const writing = fc.constantFrom(0, 0, 0, 1, 2, 4).chain((refusals) =>
  onClaim(`write (refusals ${refusals}) under`, async ({ store, model }, { id, revisions, real }) => {
    const isRefused = (_: unknown, at: number) => (refusals & (1 << at)) !== 0
    const isAnnotated = (_: unknown, at: number) => !isRefused(_, at)
    const written = await writeAnnotations(
      store.database,
      store.run.id,
      id,
      real.filter(isAnnotated).map((each) => answer(each)),
      real.filter(isRefused).map((each) => ({ id: each.id, reason: 'answer_refused' })),
    )
    expect(written).toBe(model.write(id, revisions.filter(isAnnotated), revisions.filter(isRefused)))
  }),
)

const releasing = onClaim('release', ({ store, model }, { id, chunk }) => {
  model.release(id)
  return releaseClaim(store.database, id, chunk)
})

const splitting = onClaim('split', async ({ store, model }, { id, chunk }) => {
  expect(await splitChunk(store.database, id, chunk)).toHaveLength(model.split(id))
})

const runningOut = onClaim('run out', ({ store, model }, { id }) => {
  model.runOut(id)
  return runOut(store.database, id)
})

const sweeping = fc.constant(
  event('expire claims', async ({ store, model }) => {
    model.expireClaims()
    await expireClaims(store.database, MAX_CLAIMS)
  }),
)

const givingUp = index.map((at) =>
  event(`give up the chunk of revision ${at}`, async ({ store, model }) => {
    const revision = pick(model.unfinished(), at)
    if (revision === undefined || revision.chunk === null) return
    const chunk = await chunkOf(store, revision)
    model.giveUp(revision.chunk, 'gave up')
    await markChunkDead(store.database, chunk, 'gave up')
  }),
)

const endingRetention = someSession.map((session) =>
  event(`end the retention of ${session}`, async ({ store, model }) => {
    model.endRetention(session)
    await endRetention(store.database, session)
    await expireTranscripts(store.database)
  }),
)

export const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: posting },
  { weight: 16, arbitrary: claiming },
  { weight: 8, arbitrary: writing },
  { weight: 4, arbitrary: releasing },
  { weight: 4, arbitrary: splitting },
  { weight: 12, arbitrary: runningOut },
  { weight: 8, arbitrary: sweeping },
  { weight: 1, arbitrary: givingUp },
  { weight: 2, arbitrary: endingRetention },
)
