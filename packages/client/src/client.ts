import {
  Aggregates,
  Batch,
  CohortList,
  type ReferenceLabel,
  type Rejection,
  RejectionPage,
  RunAgreement,
  RunValidity,
} from '@fieldwork/contract'
import { Compile } from 'typebox/compile'
import { type Connection, type Fetch, requestJson } from './connection.ts'
import { type DeadLettersClient, deadLettersClient } from './dead-letters.ts'
import { type BatchBody, type PostOptions, postBatch } from './post-batch.ts'
import { type RunsClient, runsClient } from './runs.ts'
import { type WatchOptions, watchBatch } from './watch-batch.ts'

export type ClientOptions = {
  /** Address of the service, such as `http://127.0.0.1:8080`; a path before `/v1` is kept. */
  readonly url: string
  /** API key; its scopes decide what may be asked. */
  readonly key: string
  readonly fetch?: Fetch
}

/** The HTTP interface of the service. Every answer is checked against the contract. */
export type Client = SessionsClient & RunsClient & DeadLettersClient

/** Sessions in, cohorts out. */
type SessionsClient = {
  readonly url: string
  /** Posts a batch; `body` is called once per attempt. See `PostOptions` for what is repeated, and when. */
  postBatch(body: BatchBody, options: PostOptions): Promise<Batch>
  batch(id: string, signal?: AbortSignal): Promise<Batch>
  /** The rejected lines of a batch in their order, fetched page by page as they are taken. */
  rejections(id: string, signal?: AbortSignal): AsyncIterable<Rejection>
  /** The batch each time it changes, until it is materialised. */
  watch(id: string, options?: WatchOptions): AsyncIterable<Batch>
  cohorts(signal?: AbortSignal): Promise<CohortList>
  aggregates(cohort: string, signal?: AbortSignal): Promise<Aggregates>
  /** How far a run agrees with labels of somebody else's, of sessions that the service has. */
  agreementWithReference(
    run: number,
    references: readonly ReferenceLabel[],
    signal?: AbortSignal,
  ): Promise<RunAgreement>
  /** How far two runs agree on the sessions that both have annotated. */
  agreementWithRun(run: number, other: number, signal?: AbortSignal): Promise<RunAgreement>
  /** The study's validation tables, from a run. */
  validity(run: number, signal?: AbortSignal): Promise<RunValidity>
}

const shapes = {
  aggregates: Compile(Aggregates),
  batch: Compile(Batch),
  cohorts: Compile(CohortList),
  rejections: Compile(RejectionPage),
  agreement: Compile(RunAgreement),
  validity: Compile(RunValidity),
}
const PAGE = 1_000

/**
 * A client of the service. Its methods throw FieldworkErrors: `service_unreachable` where no connection is made,
 * `service_answer_invalid` where the answer does not fit the contract, else what the service answered.
 */
export function createClient(options: ClientOptions): Client {
  const connection: Connection = { url: options.url, key: options.key, fetch: options.fetch ?? fetch }
  const at = (id: string) => `/v1/batches/${encodeURIComponent(id)}`
  return {
    url: options.url,
    ...runsClient(connection),
    ...deadLettersClient(connection),
    postBatch: (body, post) => postBatch(connection, body, post),
    batch: (id, signal) => requestJson(connection, at(id), shapes.batch, { signal }),
    watch: (id, watch) => watchBatch(connection, id, watch),
    cohorts: (signal) => requestJson(connection, '/v1/cohorts', shapes.cohorts, { signal }),
    aggregates: (cohort, signal) =>
      requestJson(connection, `/v1/aggregates?cohort=${encodeURIComponent(cohort)}`, shapes.aggregates, {
        signal,
      }),
    agreementWithReference: (run, references, signal) =>
      requestJson(connection, `/v1/runs/${run}/agreement`, shapes.agreement, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ references }),
        signal,
      }),
    agreementWithRun: (run, other, signal) =>
      requestJson(connection, `/v1/runs/${run}/agreement?with=${other}`, shapes.agreement, { signal }),
    validity: (run, signal) =>
      requestJson(connection, `/v1/runs/${run}/validity`, shapes.validity, { signal }),
    async *rejections(id, signal) {
      // Not `next`, which is for links: the address asked never comes out of an answer.
      for (let after = 0; ; ) {
        const path = `${at(id)}/rejections?after=${after}&limit=${PAGE}`
        const page = await requestJson(connection, path, shapes.rejections, { signal })
        yield* page.rejections
        const last = page.rejections.at(-1)
        if (page.next === null || last === undefined) return
        after = last.line
      }
    },
  }
}
