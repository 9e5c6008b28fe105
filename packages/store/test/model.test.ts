import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
import { createModel, MAX_CLAIMS, type Model, type ModelRevision, type Posted } from './model.ts'
import {
  answer,
  endRetention,
  newClaim,
  openStore,
  post,
  rejectedLine,
  rows,
  runOut,
  type Store,
  sessionLine,
} from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

/** A claim as its worker holds it, however long ago it was made. */
type HeldClaim = {
  id: string
  chunk: string
  revisions: readonly ModelRevision[]
  real: readonly ClaimedRevision[]
}
type Real = { readonly claims: HeldClaim[] }
/** Something that befalls the store and its model alike. */
type Event = { readonly name: string; readonly run: (model: Model, real: Real) => Promise<void> }

const chunkOf = async ({ session, revision }: ModelRevision): Promise<string> => {
  const [row] = await rows<{ chunk: string }>(
    store.database,
    `select chunk_id::text as chunk from session_revisions join sessions on sessions.id = session_id
     where external_id = $1 and revision = $2`,
    [session, revision],
  )
  return row?.chunk ?? ''
}

const inOrder = (named: readonly { session: string; revision: number }[]) =>
  named.map(({ session, revision }) => `${session}/${revision}`).toSorted()

/** What the model and the tables must have in common, at any time. A chunk is told by the first revision in it. */
async function expectSame(model: Model): Promise<void> {
  const held = await rows<
    Omit<ModelRevision, 'chunk' | 'content' | 'claimRanOut'> & { chunk: string | null }
  >(
    store.database,
    `select external_id as session, revision, state, reason, claim, attempts, chunk_id::text as chunk,
       canonical is not null as "hasTranscript"
     from session_revisions held join sessions on sessions.id = session_id join transcripts on revision_id = held.id`,
  )
  const told = <Chunk>(all: readonly { session: string; revision: number; chunk: Chunk | null }[]) =>
    Object.fromEntries(
      all.map(({ chunk, ...rest }) => [
        `${rest.session}/${rest.revision}`,
        { ...rest, chunk: chunk === null ? null : inOrder(all.filter((each) => each.chunk === chunk))[0] },
      ]),
    )
  expect(told(held)).toEqual(told(model.revisions.map(({ content, claimRanOut, ...rest }) => rest)))
  const facts = await rows<{ session: string; revision: number }>(
    store.database,
    'select external_id as session, revision from facts join sessions on sessions.id = session_id',
  )
  expect(new Map(facts.map(({ session, revision }) => [session, revision]))).toEqual(model.facts)
  expect(facts).toHaveLength(model.facts.size)
  const [written] = await rows(
    store.database,
    'select (select count(*) from annotations) as annotations, (select count(*) from labels) as labels',
  )
  expect(written).toEqual({ annotations: model.annotations(), labels: 2 * model.annotations() })
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
    event(`post ${JSON.stringify(lines)}`, async (model) => {
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
  event(`claim the chunk of ${which} revision ${at}`, async (model, real) => {
    const revision = pick(model[which](), at)
    if (revision === undefined || revision.chunk === null) return
    const [id, chunk] = [newClaim(), await chunkOf(revision)]
    const revisions = model.claim(revision.chunk, id)
    const claimed = await claimChunk(store.database, chunk, id, 60)
    expect(claimed).toHaveLength(revisions.length)
    real.claims.push({ id, chunk, revisions, real: claimed })
  }),
)

/** An event of one of the latest claims, which a worker holds, or held. */
const onClaim = (name: string, run: (model: Model, claim: HeldClaim) => Promise<unknown>) =>
  fc.nat({ max: 3 }).map((ago) =>
    event(`${name} the claim ${ago} ago`, async (model, real) => {
      const claim = pick(real.claims.toReversed(), ago)
      if (claim !== undefined) await run(model, claim)
    }),
  )

/** Answers of an annotator; those in the bits of `refusals` are none. Both lists of a claim are in the order of their ids. */
const writing = fc.nat({ max: 7 }).chain((refusals) =>
  onClaim(`write (refusals ${refusals}) under`, async (model, { id, revisions, real }) => {
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

const releasing = onClaim('release', (model, { id, chunk }) => {
  model.release(id)
  return releaseClaim(store.database, id, chunk)
})

const splitting = onClaim('split', async (model, { id, chunk }) => {
  expect(await splitChunk(store.database, id, chunk)).toHaveLength(model.split(id))
})

const runningOut = onClaim('run out', (model, { id }) => {
  model.runOut(id)
  return runOut(store.database, id)
})

const sweeping = fc.constant(
  event('expire claims', async (model) => {
    model.expireClaims()
    await expireClaims(store.database, MAX_CLAIMS)
  }),
)

const givingUp = index.map((at) =>
  event(`give up the chunk of revision ${at}`, async (model) => {
    const revision = pick(model.unfinished(), at)
    if (revision === undefined || revision.chunk === null) return
    const chunk = await chunkOf(revision)
    model.giveUp(revision.chunk, 'gave up')
    await markChunkDead(store.database, chunk, 'gave up')
  }),
)

const endingRetention = someSession.map((session) =>
  event(`end the retention of ${session}`, async (model) => {
    model.endRetention(session)
    await endRetention(store.database, session)
    await expireTranscripts(store.database)
  }),
)

const anyEvent = fc.oneof(
  { weight: 3, arbitrary: posting },
  { weight: 8, arbitrary: claiming },
  { weight: 4, arbitrary: writing },
  { weight: 2, arbitrary: releasing },
  { weight: 2, arbitrary: splitting },
  { weight: 5, arbitrary: runningOut },
  { weight: 3, arbitrary: sweeping },
  { weight: 1, arbitrary: givingUp },
  { weight: 1, arbitrary: endingRetention },
)

describe('the store', () => {
  it('does what a model of a few lines does, whatever befalls a few sessions in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 25, maxLength: 50, size: 'max' }), async (events) => {
        await store.database.pool.query('delete from sessions; delete from batches')
        const [model, real]: [Model, Real] = [createModel(), { claims: [] }]
        for (const { run } of events) {
          await run(model, real)
          await expectSame(model)
        }
      }),
      { numRuns: 30 },
    )
  })
})
