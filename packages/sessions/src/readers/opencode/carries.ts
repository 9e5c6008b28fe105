import type { Carries } from '../../canonical-session.ts'

/**
 * All but steers: a message typed while the agent is busy is stored as every other prompt, and counts as one. And but what
 * sub-agents did, which their own documents tell.
 */
export const carries: readonly Carries[] = [
  'actionResults',
  'agentText',
  'actionInputs',
  'patches',
  'interruptions',
  'modelCalls',
  'usage',
]
