import type { Decision } from '@fieldwork/codebook'
import type { Evidence } from './evidence.ts'
import { isAssent } from './person.ts'

/** Names a file, a function, a command or a library: how, not only what. */
const names =
  /`[^`]+`|@?[\w./-]+\.(ts|tsx|js|jsx|py|go|rs|swift|java|rb|sql|ya?ml|json|toml|sh|md|css|html)\b|\b[a-z]+[A-Z]\w+\b|\b\w+_\w+\(?|--[a-z][\w-]+|\b(use|using|with|via|run|call|import)\s+[A-Za-z][\w.-]+/g

/** What a decision is about is not read, only counted. */
const texts = {
  planning: { user: 'a request of the user', agent: 'a plan of the agent' },
  execution: {
    user: 'a file, command or name given by the user',
    agent: 'a change or command chosen by the agent',
  },
} as const satisfies Record<Decision['kind'], Record<Decision['by'], string>>

/** How many decisions of each kind a record has, 15 at most; a small share of execution takes many to say. */
const counts = { planning: [3, 4, 5], execution: [4, 5, 6, 7, 8, 9, 10] } as const

/**
 * A record of general decisions in which the user's shares are the given ones, 0 to 1, as nearly as at most 15 decisions
 * can say.
 */
export function decisionsWith(planningShare: number, executionShare: number): Decision[] {
  return [...ofKind('planning', planningShare), ...ofKind('execution', executionShare)]
}

function ofKind(kind: Decision['kind'], share: number): Decision[] {
  const options = counts[kind].map((all) => {
    const user = Math.round(share * all)
    return { user, agent: all - user, off: Math.abs(user / all - share) }
  })
  const { user, agent } = options.reduce((best, option) => (option.off < best.off - 1e-9 ? option : best))
  return [
    ...repeat(user, { kind, by: 'user', what: texts[kind].user }),
    ...repeat(agent, { kind, by: 'agent', what: texts[kind].agent }),
  ]
}

/** The user's share of the decisions of a kind; null where there is none. */
export function userShareOf(
  decisions: readonly Pick<Decision, 'kind' | 'by'>[],
  kind: Decision['kind'],
): number | null {
  const ofKind = decisions.filter((decision) => decision.kind === kind)
  return ofKind.length === 0 ? null : ofKind.filter(({ by }) => by === 'user').length / ofKind.length
}

const repeat = (times: number, decision: Decision): Decision[] =>
  Array.from({ length: times }, () => decision)

/**
 * A count of decisions, not a reading of them: each request of the person plans, names in it decide on execution; what
 * the agent did beyond what was named is the agent's execution, a plan it wrote its planning. Texts are left general.
 */
export function decisionsOf(evidence: Evidence): Decision[] {
  const requests = evidence.words.filter(({ own }) => !isAssent(own))
  const named = new Set(requests.flatMap(({ own }) => own.match(names) ?? [])).size
  const plans = evidence.words.filter(({ plan }) => plan !== '').length
  const deeds =
    evidence.editedFiles +
    new Set(evidence.commands.flatMap(({ kinds }) => kinds)).size +
    Math.min(2, evidence.created)
  const agentPlanning = plans * 2 + (evidence.planMode ? 2 : 0) + (deeds > 6 ? 1 : 0)
  return [
    ...repeat(Math.min(5, requests.length), { kind: 'planning', by: 'user', what: texts.planning.user }),
    ...repeat(Math.min(3, agentPlanning), { kind: 'planning', by: 'agent', what: texts.planning.agent }),
    ...repeat(Math.min(3, Math.ceil(named / 3)), {
      kind: 'execution',
      by: 'user',
      what: texts.execution.user,
    }),
    ...repeat(Math.min(5, Math.ceil(deeds / 2)), {
      kind: 'execution',
      by: 'agent',
      what: texts.execution.agent,
    }),
  ]
}
