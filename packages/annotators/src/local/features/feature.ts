import type { CanonicalSession, Telemetry } from '@fieldwork/sessions'
import type { Evidence } from '../evidence.ts'
import type { RuleAnswers } from '../rules.ts'
import type { Speech } from './speech.ts'

/** All that a feature may look at. */
export type Seen = {
  readonly session: CanonicalSession
  readonly telemetry: Telemetry
  readonly evidence: Evidence
  readonly rules: RuleAnswers
  readonly speech: Speech
}

/** One number about a session, finite for any session. */
export type Feature = {
  /** Names the feature in the model files: stays as it is, or the models are trained anew. */
  readonly name: string
  readonly what: string
  readonly of: (seen: Seen) => number
}

/** Counts go in on a logarithmic scale: the tenth of anything says less than the first. */
export const log = (count: number | null) => Math.log1p(Math.max(0, count ?? 0))

export const share = (part: number, whole: number) => (whole <= 0 ? 0 : part / whole)

export const flag = (is: boolean) => (is ? 1 : 0)
