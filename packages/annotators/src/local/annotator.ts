import { type ClassifierId, codebookHash, type LabelValues } from '@fieldwork/codebook'
import type { CanonicalSession } from '@fieldwork/sessions'
import type { Annotator, Provenance } from '../annotator.ts'
import { identities } from '../identities.ts'
import { labelsOf } from '../labels-of.ts'
import { codebaseOf } from './codebase.ts'
import { decisionsOf } from './decisions.ts'
import { gather } from './evidence.ts'
import { expertiseOf } from './expertise.ts'
import { occupationUserOf, occupationWorkOf } from './occupation.ts'
import { outcomeOf } from './outcome.ts'
import { signalsOf } from './signals.ts'
import { statedAgreement } from './stated-agreement.ts'
import { workModeOf } from './work-mode.ts'

export type LocalAnswer = {
  readonly values: LabelValues
  readonly confidence: { readonly [C in ClassifierId]?: number }
}

/**
 * Answers by rules over the counts, words and actions of a session. Pure. What the rules cannot tell is left out; the
 * value of the task always is.
 */
export function answerLocally(session: CanonicalSession): LocalAnswer {
  const evidence = gather(session)
  const mode = workModeOf(evidence)
  const signals = signalsOf(evidence)
  const outcome = outcomeOf(evidence, signals)
  const work = occupationWorkOf(evidence, mode?.value)
  return {
    values: {
      ...(mode === undefined ? {} : { work_mode: mode.value }),
      codebase: codebaseOf(evidence),
      decisions: decisionsOf(evidence),
      expertise: expertiseOf(evidence),
      occupation_user: occupationUserOf(evidence),
      ...(work === undefined ? {} : { occupation_work: work }),
      ...(outcome === undefined ? {} : { outcome }),
      success_signal: signals.success,
      failure_signal: signals.failure,
    },
    confidence: mode === undefined ? {} : { work_mode: mode.confidence },
  }
}

const provenance: Provenance = {
  model: 'local-rules',
  settings: {},
  promptHash: codebookHash(),
  transcriptCut: false,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  costUsd: 0,
}

/** Annotates with no key and no network, by rules; `localAgreement` says how far they can be trusted. */
export function createLocalAnnotator(): Annotator {
  return {
    name: 'local',
    ...identities.local,
    agreement: statedAgreement,
    async annotate(sessions, { signal }) {
      return sessions.map(({ revisionId, session }) => {
        signal.throwIfAborted()
        const { values, confidence } = answerLocally(session)
        const labels = labelsOf(values, confidence)
        return { revisionId, outcome: 'annotated', labels, unscorable: [], provenance }
      })
    },
  }
}
