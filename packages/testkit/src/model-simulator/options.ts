import type { AnswerText } from './answers/answer-text.ts'
import type { PlantedAnswer } from './answers/planted.ts'
import type { BatchFaultScript } from './batches/process-item.ts'
import type { FaultScript } from './faults.ts'
import type { Latencies } from './latency.ts'
import type { Limits } from './limits/rate-limits.ts'

export type ModelSimulatorOptions = Partial<Limits> & {
  /** The truth about a transcript: what the model answers. */
  readonly answer?: PlantedAnswer
  /** Writes the whole text of an answer, in place of `answer`. */
  readonly answerText?: AnswerText
  readonly faults?: FaultScript
  /** Faults of the items of batches. */
  readonly batchFaults?: BatchFaultScript
  /** Milliseconds a batch takes. From a day on, it expires. */
  readonly batchMs?: number
  /** Milliseconds a cancelled batch still takes. */
  readonly cancelMs?: number
  /** Keys that are accepted. Any key is, where absent. */
  readonly keys?: readonly string[]
  /** Tokens below which a prefix is not cached; the model's own, where absent. */
  readonly cacheMinimumTokens?: number
  /** Milliseconds before each answer, on top of `latency`. */
  readonly latencyMs?: number
  readonly latency?: Latencies
  /** Of all that is drawn at random. */
  readonly seed?: number
  /** Whether `requests()` keeps bodies and headers. */
  readonly keepBodies?: boolean
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Any free port, where absent. */
  readonly port?: number
}
