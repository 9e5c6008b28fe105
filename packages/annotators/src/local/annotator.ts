import { codebookHash } from '@fieldwork/codebook'
import { type CanonicalSession, measure, type Telemetry } from '@fieldwork/sessions'
import type { Annotator, Provenance } from '../annotator.ts'
import { identities } from '../identities.ts'
import { labelsOf } from '../labels-of.ts'
import { answerWith, type LocalAnswer } from './model/answer.ts'
import { localModels } from './model/load.ts'
import { observe } from './model/observe.ts'
import { statedAgreement } from './stated-agreement.ts'

/**
 * Answers by rules over the counts, words and actions of a session and by models trained on what they see. Pure. What
 * there is nothing to go by for is left out.
 */
export function answerLocally(
  session: CanonicalSession,
  telemetry: Telemetry = measure(session),
): LocalAnswer {
  return answerWith(localModels, observe(session, telemetry))
}

const provenance: Provenance = {
  model: 'local-models',
  settings: {},
  promptHash: codebookHash(),
  transcriptCut: false,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  costUsd: 0,
}

/** Annotates with no key and no network; `localFigures` says how far it can be trusted. */
export function createLocalAnnotator(): Annotator {
  return {
    name: 'local',
    ...identities.local,
    agreement: statedAgreement,
    async annotate(sessions, { signal }) {
      return sessions.map(({ revisionId, session, telemetry }) => {
        signal.throwIfAborted()
        const { values, confidence } = answerLocally(session, telemetry)
        const labels = labelsOf(values, confidence)
        return { revisionId, outcome: 'annotated', labels, unscorable: [], provenance }
      })
    },
  }
}
