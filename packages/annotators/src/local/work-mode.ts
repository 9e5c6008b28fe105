import { type WorkMode, workModes } from '@fieldwork/codebook'
import type { Evidence } from './evidence.ts'
import { type PathKind, pathKinds } from './path-kind.ts'
import { asks, isAssent } from './person.ts'

/** How much a session looks like each kind of work, in units of the rules' own. */
export type Scores = Record<WorkMode, number>

/** What people say when they ask for each kind of work. */
const asked: Readonly<Record<WorkMode, RegExp>> = {
  build:
    /\b(add|implement\w*|execute|create|build|make|refactor\w*|migrat\w+|extend|support for|feature|integrat\w+|convert|port|rewrite|optimi[sz]e\w*|improve|replace|remove|rename|redesign|change|update|want|let'?s)\b/i,
  fix: /\b(fix\w*|bugs?|broken|breaks?|crash\w*|errors?|exceptions?|fails?|failing|failure|failed|regression|wrong|incorrect\w*|not work\w*|does ?n.?t|is ?n.?t|can ?n.?t|issues?|stuck|hangs?|leak\w*|traceback|undefined|null pointer|debug\w*|mend|repair|root cause|comments on (the|that) pr)\b/i,
  test: /\b(tests?|testing|coverage|audit\w*|review(ed|ing)? (the|this|all|my|our|pr|code|that)|code review|verify|qa|e2e|security review|vulnerabilit\w+|assertions?|consistency check)\b/i,
  orchestrate:
    /\b(system prompt|prompts?|sub-?agents?|agents?|skills?|claude\.md|agents\.md|evals?|evaluation harness|llm|workflow of agents|slash command|few-shot|mcp server|rubric)\b/i,
  operate:
    /\b(deploy\w*|install\w*|configur\w+|set ?up|ci\b|pipeline|workflow file|release\w*|publish|docker\w*|kubernetes|k8s|helm|terraform|environment|env vars?|monitor\w*|logs?|merge|rebase|branch\w*|cherry-pick|upgrade|bump|version|testflight|staging|production|certificate|dns|nginx|cron)\b/i,
  understand:
    /\b(explain|understand|how (does|do|is|are)|why (does|is|do|are)|what (is|are|does|do|was)|where (is|are|does)|trace|walk me through|tell me|onboard\w*|overview|difference between|is there|was there|which|investigate|look into|figure out|find out)\b/i,
  plan: /\b(plan\w*|design|architect\w*|spec\b|specification|proposal|approach(es)?|trade-?offs?|options|roadmap|scope|scoping|brainstorm\w*|discuss|requirements|rfc|adr|strategy|how should|should we|before (we|you) (start|implement|build|code))\b/i,
  analyse:
    /\b(analy[sz]e the (data|results|numbers|survey|logs of)|data ?sets?|csv|spreadsheet|statistic\w*|average|median|mean|distribution|correlat\w+|regression (model|analysis)|plots?|charts?|graph of|trends?|how many|percentage|quartile|p-value|cohorts?|survey|metrics|figures|table of|breakdown|outliers?|sales|revenue by)\b/i,
  write:
    /\b(write (a|an|the|up)|draft|document(ation)?|readme|report|e-?mails?|letter|essay|blog( post)?|article|slides?|presentation|summar(y|ise|ize)|notes|changelog|translate|proofread|edit the text|wording|memo|newsletter|guide|tutorial|abstract|chapter|press release|minutes)\b/i,
}

/** Kinds of work that stand in their own words; a plan's or a prompt's words also stand in every task about them. */
const askWeight: Readonly<Scores> = {
  build: 0.9,
  fix: 1.7,
  test: 1,
  orchestrate: 0.8,
  operate: 1,
  understand: 1.1,
  plan: 1.1,
  analyse: 1.5,
  write: 1.2,
}

const zero = (): Scores => ({
  build: 0,
  fix: 0,
  test: 0,
  orchestrate: 0,
  operate: 0,
  understand: 0,
  plan: 0,
  analyse: 0,
  write: 0,
})

/** What a plan is about; its body speaks of everything it touches. */
const title = (plan: string) => plan.trim().split('\n')[0] ?? ''

/** The first request counts half of all that was asked: later ones often only follow from it. */
function askScores({ words }: Evidence): Scores {
  const requests = words
    .map(({ own, plan, command }) =>
      plan === '' ? `${command} ${isAssent(own) ? '' : own}`.trim() : `implement: ${title(plan)}`,
    )
    .filter((text) => text !== '')
  const scores = zero()
  requests.forEach((text, index) => {
    const weight = requests.length === 1 ? 1 : index === 0 ? 0.5 : 0.5 / (requests.length - 1)
    for (const mode of workModes) if (asked[mode].test(text)) scores[mode] += weight * askWeight[mode]
  })
  return scores
}

/** Lines of words and settings come cheaply beside code: they count in part where code was changed. */
const BESIDE_CODE = 0.4
const DOCUMENT_TO_PLAN = 1.2

function sharesOf({ lines }: Evidence): (kind: PathKind) => number {
  const beside = lines.code + lines.test > 30 ? BESIDE_CODE : 1
  const weighted = (kind: PathKind) => lines[kind] * (kind === 'code' || kind === 'test' ? 1 : beside)
  const all = pathKinds.reduce((sum, kind) => sum + weighted(kind), 0)
  return (kind) => (all === 0 ? 0 : weighted(kind) / all)
}

/** What was done: shares of the changed lines and of the commands. */
function deedScores(evidence: Evidence): Scores {
  const { lines, changedLines, commands, planMode } = evidence
  const scores = zero()
  const share = sharesOf(evidence)
  if (changedLines > 0) {
    scores.build += 1.6 * share('code') + 0.8 * share('test')
    scores.fix += 1.0 * share('code') + 0.6 * share('test')
    scores.test += 1.5 * share('test')
    scores.orchestrate += 2.6 * share('agent')
    scores.operate += 1.5 * share('config')
    scores.plan += 2 * share('plan')
    scores.write += 1.8 * share('docs')
    scores.analyse += 1.5 * share('data')
  } else {
    scores.understand += evidence.reads + evidence.webLooks > 0 ? 0.8 : 0
  }
  if (planMode && lines.code + lines.test === 0) scores.plan += 1.2
  const kinds = commands.flatMap(({ kinds }) => kinds).filter((kind) => kind !== 'look')
  const of = (...wanted: string[]) =>
    kinds.length === 0 ? 0 : kinds.filter((kind) => wanted.includes(kind)).length / kinds.length
  scores.operate += (changedLines > 20 ? 0.5 : 1.2) * of('operate', 'git', 'push', 'commit', 'pullRequest')
  scores.test += (lines.code < lines.test ? 0.6 : 0.1) * of('test')
  scores.analyse += lines.code > 100 ? 0 : 0.8 * of('data')
  return scores
}

/** What was asked for and what was done, added up by kind of work. */
export function workModeScores(evidence: Evidence): Scores {
  const scores = deedScores(evidence)
  const said = askScores(evidence)
  for (const mode of workModes) scores[mode] += said[mode]
  // Documents written on a request that speaks of a plan are most likely the plan.
  const planning = DOCUMENT_TO_PLAN * sharesOf(evidence)('docs') * Math.min(1, said.plan)
  scores.plan += planning
  scores.write -= planning
  const changed = evidence.changedLines > 0
  const { own = '' } = evidence.words.find(({ own }) => !isAssent(own)) ?? {}
  // A question about data is analysis, one about anything else is understanding.
  const aboutData = evidence.speaksOfData && said.analyse > 0
  if (aboutData) scores.analyse += 0.8
  if (!changed && asks(own)) scores[aboutData ? 'analyse' : 'understand'] += 0.8
  // To mend, build or test is to change something: without a change there is at most a plan or knowledge.
  if (!changed) {
    scores.build *= 0.4
    scores.fix *= 0.5
  }
  return scores
}

/** The work mode that was asked for and done most; undefined where neither words nor deeds say anything. */
export function workModeOf(scores: Scores): WorkMode | undefined {
  const [first] = [...workModes].sort((a, b) => scores[b] - scores[a])
  return first === undefined || scores[first] < 0.3 ? undefined : first
}
