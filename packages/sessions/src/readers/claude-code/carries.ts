import type { Carries } from '../../canonical-session.ts'

/** Claude Code's transcripts carry every figure. */
export const carries: readonly Carries[] = [
  'actionResults',
  'agentText',
  'actionInputs',
  'patches',
  'sidechains',
  'interruptions',
  'steers',
  'modelCalls',
  'usage',
]
