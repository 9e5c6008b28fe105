import type { Carries } from '../../canonical-session.ts'

const always: readonly Carries[] = ['actionResults', 'agentText', 'actionInputs', 'patches', 'modelCalls']

export type Seen = {
  readonly interruptions: boolean
  readonly usage: boolean
  readonly sidechains: boolean
}

/**
 * What a rollout carries. First versions write no events, and so no usage or interruptions. Sub-agents have
 * rollouts of their own: how many calls they made is not in their parent's.
 */
export const carriesOf = (seen: Seen): Carries[] => [
  ...always,
  ...(seen.interruptions ? (['interruptions'] as const) : []),
  ...(seen.usage ? (['usage'] as const) : []),
  ...(seen.sidechains ? (['sidechains'] as const) : []),
]
