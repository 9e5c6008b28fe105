import type { FieldworkError } from '@fieldwork/errors'
import { type AnnotatePayload, type Consumer, type ConsumerOptions, createConsumer } from '../src/index.ts'

type Handle = (payload: AnnotatePayload, signal: AbortSignal, attempt: number) => Promise<void>

/** A consumer of chunks that writes down what happens to it. */
export type Recorder = {
  readonly consumer: Consumer
  readonly attempts: Map<string, number>
  readonly done: string[]
  readonly dead: { readonly chunkId: string; readonly error: FieldworkError }[]
  readonly errors: Error[]
}

export async function record(
  url: string,
  handle: Handle,
  options: Partial<ConsumerOptions<'annotate'>> = {},
): Promise<Recorder> {
  const attempts = new Map<string, number>()
  const done: string[] = []
  const dead: { chunkId: string; error: FieldworkError }[] = []
  const errors: Error[] = []
  const consumer = createConsumer({
    url,
    queue: 'annotate',
    concurrency: 4,
    name: 'recorder',
    firstDelayMs: 20,
    stalledIntervalMs: 300,
    lockDurationMs: 1_000,
    async handle(payload, signal) {
      const attempt = (attempts.get(payload.chunkId) ?? 0) + 1
      attempts.set(payload.chunkId, attempt)
      await handle(payload, signal, attempt)
      done.push(payload.chunkId)
    },
    async onDead({ chunkId }, error) {
      dead.push({ chunkId, error })
    },
    onError: (error) => errors.push(error),
    ...options,
  })
  return { consumer, attempts, done, dead, errors }
}
