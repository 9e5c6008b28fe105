import type { Annotator, Provenance } from '../annotator.ts'
import { identities } from '../identities.ts'

const provenance: Provenance = {
  model: 'none',
  settings: {},
  promptHash: '',
  transcriptCut: false,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  costUsd: 0,
}

/** Answers nothing and never looks at a session: what is left is the cost of everything around an annotator. */
export function createNoneAnnotator(): Annotator {
  return {
    name: 'none',
    ...identities.none,
    readsSessions: false,
    agreement: null,
    annotate: async (sessions) =>
      sessions.map(({ revisionId }) => ({
        revisionId,
        outcome: 'annotated',
        labels: [],
        unscorable: [],
        provenance,
      })),
  }
}
