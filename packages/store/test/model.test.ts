import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createModel, type ModelRevision } from './model.ts'
import { anyEvent, type Pair } from './model-events.ts'
import { openStore, rows, type Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const inOrder = (named: readonly { session: string; revision: number }[]) =>
  named.map(({ session, revision }) => `${session}/${revision}`).toSorted()

/** What the model and the tables must have in common, at any time. A chunk is told by the first revision in it. */
async function expectSame({ store, model }: Pair): Promise<void> {
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

describe('the store', () => {
  it('does what a model of a few lines does, whatever befalls a few sessions in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 40, maxLength: 60, size: 'max' }), async (events) => {
        await store.database.pool.query('delete from sessions; delete from batches')
        const pair: Pair = { store, model: createModel(), claims: [] }
        for (const { run } of events) {
          await run(pair)
          await expectSame(pair)
        }
      }),
      { numRuns: 15 },
    )
  })
})
