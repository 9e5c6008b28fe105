import type { Decision } from '@fieldwork/codebook'
import type { Evidence } from './evidence.ts'
import { isAssent } from './person.ts'

/** Names a file, a function, a command or a library: how, not only what. */
const names =
  /`[^`]+`|@?[\w./-]+\.(ts|tsx|js|jsx|py|go|rs|swift|java|rb|sql|ya?ml|json|toml|sh|md|css|html)\b|\b[a-z]+[A-Z]\w+\b|\b\w+_\w+\(?|--[a-z][\w-]+|\b(use|using|with|via|run|call|import)\s+[A-Za-z][\w.-]+/g

const MOST = 15

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
  const all = [
    ...repeat(Math.min(5, requests.length), { kind: 'planning', by: 'user', what: 'a request of the user' }),
    ...repeat(Math.min(3, agentPlanning), { kind: 'planning', by: 'agent', what: 'a plan of the agent' }),
    ...repeat(Math.min(3, Math.ceil(named / 3)), {
      kind: 'execution',
      by: 'user',
      what: 'a file, command or name given by the user',
    }),
    ...repeat(Math.min(5, Math.ceil(deeds / 2)), {
      kind: 'execution',
      by: 'agent',
      what: 'a change or command chosen by the agent',
    }),
  ] satisfies Decision[]
  return all.slice(0, MOST)
}
