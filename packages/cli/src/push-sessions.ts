import { randomUUID } from 'node:crypto'
import type { Client } from '@fieldwork/client'
import type { Batch, BatchCounts, BatchLine, Rejection } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { compressLines, encoding } from './compress-lines.ts'
import type { Progress } from './progress.ts'
import { createReplay } from './replay.ts'
import { type Portion, splitBatches } from './split-batches.ts'

/** A line of a batch and what its sender calls it. */
export type PushLine = {
  /** The line, or its JSON. */
  readonly line: BatchLine | string
  readonly name: string
  /** Why the sender already knows that the line will be rejected; told instead of the service's detail. */
  readonly reason?: string
  /** Called when the service has taken the line, and not where it rejected it. */
  readonly onTaken?: () => void
}

export type PushOptions = {
  readonly client: Client
  readonly lines: AsyncIterable<PushLine>
  /** How many lines there will be, as far as is known by then, for the progress; unknown where absent. */
  readonly total?: number | (() => number)
  readonly onProgress?: (progress: Progress) => void
  /** Called with each batch that the service has taken, when its lines have been told. Waited for. */
  readonly onBatch?: (batch: Batch) => void | Promise<void>
  /**
   * Most sessions in one batch, 1,000 where absent; fewer where they are long. A batch's compressed bytes are held in
   * memory until it is taken.
   */
  readonly batchSize?: number
  /** Key of the first batch; the n-th has `-n` after it. Random where absent. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

export type PushRejection = Rejection & { readonly batch: string; readonly name: string }

export type PushResult = {
  readonly batches: readonly Batch[]
  /** Sums over the batches. */
  readonly counts: BatchCounts
  readonly rejections: readonly PushRejection[]
}

/** What is sent again after an interruption is one batch at the most. */
export const DEFAULT_BATCH_SIZE = 1_000
/** Characters of JSON after which a batch is ended, so that long sessions do not fill the memory. */
const MAX_BATCH_CHARACTERS = 128 * 1024 * 1024

type Told = Omit<PushLine, 'line'>
type Written = Told & { readonly json: string }

/**
 * Posts lines in batches, one after the other, streamed and compressed while they are read. Throws what the client
 * throws; the batches before the error are taken. Does not wait for annotation: see `waitForBatches`.
 */
export async function pushSessions(options: PushOptions): Promise<PushResult> {
  const key = options.idempotencyKey ?? randomUUID()
  const batches: Batch[] = []
  const rejections: PushRejection[] = []
  let done = 0
  const onLine = () => {
    done += 1
    const total = typeof options.total === 'function' ? options.total() : (options.total ?? 0)
    options.onProgress?.({ step: 'sending', done, total: Math.max(total, done) })
  }
  const limits = {
    size: options.batchSize ?? DEFAULT_BATCH_SIZE,
    weigh: ({ json }: Written) => json.length,
    maxWeight: MAX_BATCH_CHARACTERS,
  }
  for await (const portion of splitBatches(written(options.lines), limits)) {
    const number = batches.length + 1
    const sent = await postPortion(options, portion, number === 1 ? key : `${key}-${number}`, onLine)
    batches.push(sent.batch)
    const rejected = sent.batch.counts.rejected > 0 ? await namedRejections(options, sent) : []
    rejections.push(...rejected)
    const lines = new Set(rejected.map(({ line }) => line))
    for (const [index, { onTaken }] of sent.told.entries()) if (!lines.has(index + 1)) onTaken?.()
    await options.onBatch?.(sent.batch)
  }
  return { batches, counts: sumCounts(batches), rejections }
}

type Sent = { readonly batch: Batch; readonly told: readonly Told[] }

async function* written(lines: AsyncIterable<PushLine>): AsyncGenerator<Written> {
  for await (const { line, ...told } of lines) {
    yield { json: typeof line === 'string' ? line : JSON.stringify(line), ...told }
  }
}

async function postPortion(
  { client, signal }: PushOptions,
  portion: Portion<Written>,
  idempotencyKey: string,
  onLine: () => void,
): Promise<Sent> {
  const told: Told[] = []
  async function* lines() {
    for await (const { json, ...one } of portion) {
      told.push(one)
      onLine()
      yield json
    }
  }
  const compressed = compressLines(lines())
  try {
    const batch = await client.postBatch(createReplay(compressed), { idempotencyKey, encoding, signal })
    if (batch.counts.posted !== told.length) {
      const detail = `batch ${batch.id} counts ${batch.counts.posted} lines; ${told.length} were sent`
      throw new FieldworkError('service_answer_invalid', detail)
    }
    return { batch, told }
  } finally {
    compressed.destroy()
  }
}

async function namedRejections(
  { client, signal }: PushOptions,
  { batch, told }: Sent,
): Promise<PushRejection[]> {
  const rejections: PushRejection[] = []
  for await (const rejection of client.rejections(batch.id, signal)) {
    const { name, reason } = told[rejection.line - 1] ?? { name: `line ${rejection.line}`, reason: undefined }
    rejections.push({ ...rejection, detail: reason ?? rejection.detail, batch: batch.id, name })
  }
  return rejections
}

function sumCounts(batches: readonly Batch[]): BatchCounts {
  const sum: BatchCounts = { posted: 0, accepted: 0, duplicate: 0, revised: 0, rejected: 0 }
  for (const { counts } of batches) {
    sum.posted += counts.posted
    sum.accepted += counts.accepted
    sum.duplicate += counts.duplicate
    sum.revised += counts.revised
    sum.rejected += counts.rejected
  }
  return sum
}
