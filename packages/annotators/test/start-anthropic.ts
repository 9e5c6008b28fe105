import { type ModelSimulatorOptions, startModelSimulator } from '@fieldwork/testkit'
import { afterEach } from 'vitest'
import {
  type Annotation,
  type AnnotationContext,
  type AnthropicAnnotatorOptions,
  type Budget,
  createAnthropicAnnotator,
  inMemoryRecords,
  type Strategy,
} from '../src/index.ts'
import { prompt, says, session } from './session.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

export const strategies: readonly Strategy[] = ['faithful', 'frugal']

/** As long as the study cuts transcripts: every turn and the whole. */
export const long = session(
  Array.from({ length: 4 }, () => [
    prompt('Rename the column in the report. '.repeat(160)),
    says('It is renamed, and the tests pass. '.repeat(160)),
  ]).flat(),
  7,
)
export const short = session([prompt('Rename the column in the report.'), says('It is renamed.')], 8)

/** A permit of a budget, as a test sees it used. */
export type Permitted = {
  readonly demand: Parameters<Budget['acquire']>[0]
  ended: 'settled' | 'rate limited' | 'released' | undefined
  used?: { readonly inputTokens: number; readonly outputTokens: number }
  headers?: Headers | undefined
}

/** A budget that lets everything pass and remembers it; a permit that ends twice throws. */
export function watchedBudget(): Budget & { readonly permits: readonly Permitted[] } {
  const permits: Permitted[] = []
  return {
    permits,
    async acquire(demand) {
      const permit: Permitted = { demand, ended: undefined }
      permits.push(permit)
      const end = (ended: Permitted['ended'], headers?: Headers) => {
        if (permit.ended !== undefined) throw new Error('a permit ends once')
        permit.ended = ended
        permit.headers = headers
      }
      return {
        settle(used, headers) {
          end('settled', headers)
          permit.used = used
        },
        rateLimited: (_retryAfterMs, headers) => end('rate limited', headers),
        release: () => end('released'),
      }
    },
  }
}

/** A simulator, an annotator that asks it, and what the annotator works with. */
export async function start(
  simulated: ModelSimulatorOptions = {},
  options: Partial<AnthropicAnnotatorOptions> = {},
) {
  const simulator = await startModelSimulator(simulated)
  closers.push(simulator.close)
  const annotator = createAnthropicAnnotator({
    apiKey: 'key-of-the-test',
    baseURL: simulator.url,
    model: 'claude-sonnet-4-6',
    timeoutMs: 5_000,
    ...options,
  })
  const records = inMemoryRecords()
  const budget = watchedBudget()
  const context = (changed: Partial<AnnotationContext> = {}): AnnotationContext => ({
    projectId: 3,
    runId: 4,
    records,
    budget,
    signal: new AbortController().signal,
    ...changed,
  })
  return { simulator, annotator, records, budget, context }
}

export function annotated(annotation: Annotation | undefined) {
  if (annotation?.outcome !== 'annotated') throw new Error('not annotated')
  return annotation
}
