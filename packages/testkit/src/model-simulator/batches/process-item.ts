import { apiError } from '../api-error.ts'
import type { AnswerFault } from '../faults.ts'
import { readMessageRequest } from '../message-request.ts'
import { message, spoken } from '../messages/message.ts'
import type { Simulation } from '../simulation.ts'
import type { Batch, BatchItem } from './batch.ts'

/** What becomes of one item of a batch instead of an answer, or of its answer. */
export type BatchFault =
  | { readonly kind: 'errored'; readonly status: 400 | 500 | 529 }
  | { readonly kind: 'expired' }
  | AnswerFault

/** What a script may decide by. */
type BatchFaultRequest = {
  readonly customId: string
  /** Among all items of all batches that were processed, from 0. */
  readonly number: number
  /** How many items of this `custom_id` were processed before, in other batches. */
  readonly earlier: number
  readonly batchId: string
  readonly params: unknown
}

export type BatchFaultScript = (item: BatchFaultRequest) => BatchFault | null

export type ItemResult =
  | { readonly type: 'succeeded'; readonly message: object }
  | { readonly type: 'errored'; readonly error: object }
  | { readonly type: 'canceled' | 'expired' }

/** Answers one item at the price of a batch, by the cache as it is then, and enters it into the account. */
export function processItem(
  simulation: Simulation,
  { id, key, version }: Batch,
  { custom_id, params }: BatchItem,
  number: number,
  fault: BatchFault | null,
): ItemResult {
  if (fault?.kind === 'expired') return { type: 'expired' }
  if (fault?.kind === 'errored') return errored(fault.status, 'as scripted', id)
  const read = readMessageRequest(params, version)
  if ('refused' in read) return errored(400, read.refused, id)
  const { request } = read
  if (request.stream === true) return errored(400, 'stream: not supported in batches', id)
  const plan = simulation.cache.plan(key, request, simulation.cacheMinimum(request.model))
  plan.begin()
  const said = spoken(simulation.answerText(request), request.max_tokens, fault)
  const answered = message(`msg_sim_batch_${number}`, request.model, said, plan.usage, 'batch')
  const isWhole = simulation.account.enter({
    requestId: id,
    callId: custom_id,
    endpoint: 'batches',
    model: request.model,
    usage: answered.usage,
  })
  isWhole()
  return { type: 'succeeded', message: answered }
}

const errored = (status: number, text: string, requestId: string): ItemResult => ({
  type: 'errored',
  error: apiError(status, text, requestId),
})
