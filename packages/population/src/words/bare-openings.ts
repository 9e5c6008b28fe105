import type { Truth } from '../truth/truth.ts'
import type { Matter } from './matter.ts'

/** How a session begins whose person says next to nothing: a slash command of their project, or a plan accepted before. */
export type BareOpening =
  | { readonly kind: 'command'; readonly name: string; readonly expanded: string }
  | { readonly kind: 'plan'; readonly plan: string }

const commands = {
  understand: ['explain-module', 'Explain the module that was changed last, for somebody new to it.'],
  plan: ['write-plan', 'Write a plan for the next item of the list, with steps and risks.'],
  analyse: ['monthly-figures', 'Compute the figures of the month from the exports.'],
  write: ['draft', 'Draft the next document of the list.'],
  operate: ['triage-logs', 'Go through the logs of the night and list what needs attention.'],
  test: ['review-changes', 'Review the changes of the branch for bugs.'],
} as const

export function bareOpening({ mode }: Truth, matter: Matter): BareOpening {
  if (mode === 'build' || mode === 'fix' || mode === 'orchestrate')
    return { kind: 'plan', plan: planFor(mode, matter) }
  const [name, expanded] = commands[mode]
  return { kind: 'command', name, expanded }
}

function planFor(mode: 'build' | 'fix' | 'orchestrate', m: Matter): string {
  const aim =
    mode === 'fix'
      ? `Repair: ${m.fault}`
      : mode === 'build'
        ? `Make it possible to ${m.feature}`
        : `Prompts for an assistant that can ${m.feature}`
  return [
    `# ${aim}`,
    '',
    '## Context',
    `\`${m.part}\` in ${m.file} is the place; ${m.reason}.`,
    '',
    '## Steps',
    `1. Read ${m.file} and ${m.otherFile}.`,
    `2. Change \`${m.part}\`, keep \`${m.otherPart}\`.`,
    `3. Cover ${m.edge}.`,
    '',
    '## Check',
    `It must hold that ${m.invariant}.`,
  ].join('\n')
}
