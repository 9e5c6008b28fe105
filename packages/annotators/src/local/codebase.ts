import type { LabelValue } from '@fieldwork/codebook'
import type { Evidence } from './evidence.ts'

const beginning =
  /\b(from scratch|new (project|repo(sitory)?|codebase|app(lication)?|website|site|package|library)|scaffold|bootstrap a|start(ing)? a new|empty (folder|directory|repo))\b/i

/** How the session stands to a codebase, by what was read, changed and run. */
export function codebaseOf(evidence: Evidence): LabelValue<'codebase'> {
  const kinds = evidence.commands.flatMap(({ kinds }) => kinds)
  const changed = evidence.changedLines > 0 || kinds.some((kind) => kind === 'commit' || kind === 'push')
  if (changed) {
    const [first] = evidence.words.filter(({ own, plan }) => own !== '' || plan !== '')
    const announced = beginning.test(`${first?.own} ${first?.plan}`.slice(0, 600))
    const mostlyNew = evidence.created >= 0.7 * evidence.editedFiles && evidence.created > 0
    if (mostlyNew && (kinds.includes('create') || (announced && evidence.reads < evidence.created * 3))) {
      return 'from_scratch'
    }
    const { code, test, config, agent, plan, docs } = evidence.lines
    const soleTexts = code + test + config + agent + plan === 0 && docs > 0
    if (soleTexts && evidence.reads === 0 && !kinds.includes('git') && !kinds.includes('commit'))
      return 'none'
    return 'modify_existing'
  }
  return evidence.reads > 0 || evidence.commands.length > 0 ? 'explore_existing' : 'none'
}
