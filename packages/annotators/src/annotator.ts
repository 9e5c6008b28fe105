import type { ClassifierId, LabelValue, StatedAgreement } from '@fieldwork/codebook'
import type { CanonicalSession, Telemetry } from '@fieldwork/sessions'
import type { Budget, CallRecords, FailedAnswer } from './anthropic/ports.ts'

/** A session as an annotator is given it: redacted, with its counts. */
export type SessionToAnnotate = {
  readonly revisionId: number
  readonly session: CanonicalSession
  readonly telemetry: Telemetry
}

/** One answer with its full provenance. */
export type Label<C extends ClassifierId = ClassifierId> = {
  readonly classifier: C
  readonly classifierVersion: string
  readonly value: LabelValue<C>
  /** 0 to 1, null where the annotator gives none. */
  readonly confidence: number | null
  /** SHA-256, in hex, of what exactly was asked. */
  readonly promptHash: string
  /** The paid call that answered, where there was one. */
  readonly callId?: string | undefined
}

/** A classifier without a valid answer, after its repair. */
export type UnscorableLabel = {
  readonly classifier: ClassifierId
  readonly reason: FailedAnswer['reason']
}

/** How the labels of one session came about; stored with every label. Money in USD. */
export type Provenance = {
  readonly model: string
  readonly settings: Readonly<Record<string, string | number | boolean>>
  readonly promptHash: string
  readonly transcriptCut: boolean
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheCreationTokens: number
  readonly costUsd: number
}

export type Annotation =
  | {
      readonly revisionId: number
      readonly outcome: 'annotated'
      readonly labels: readonly Label[]
      readonly unscorable: readonly UnscorableLabel[]
      readonly provenance: Provenance
    }
  | {
      readonly revisionId: number
      readonly outcome: 'unscorable'
      readonly reason: FailedAnswer['reason']
      readonly detail: string
    }

/** What an annotator works with beside the sessions. One that pays nothing and waits for nothing needs the signal alone. */
export type AnnotationContext = {
  readonly projectId: number
  readonly runId: number
  readonly records: CallRecords
  readonly budget: Budget
  readonly signal: AbortSignal
}

/**
 * Who answers the codebook. `annotate` gives one annotation per session in the same order, or throws a
 * FieldworkError whose fate says whether to try again. It never retries by itself: the queue's policy does.
 */
export type Annotator = {
  readonly name: 'local' | 'anthropic' | 'none'
  readonly version: string
  /** How many sessions one job gives it. */
  readonly sessionsPerJob: number
  /** False where it goes by the counts alone: transcripts are then not loaded for it. */
  readonly readsSessions?: false
  /** Its agreement with reference labels where it was measured, else null. */
  readonly agreement: StatedAgreement | null
  annotate(sessions: readonly SessionToAnnotate[], context: AnnotationContext): Promise<readonly Annotation[]>
}
