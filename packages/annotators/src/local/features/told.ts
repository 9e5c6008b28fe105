import { type Feature, flag, log, type Seen, share } from './feature.ts'

/** Types of the conventional commits that were made (conventionalcommits.org). */
const commitTypes: Readonly<Record<string, RegExp>> = {
  feature: /\b(feat|add|implement)/i,
  fix: /\b(fix|bug|hotfix)/i,
  test: /\btests?\b/i,
  docs: /\b(docs?|readme|document)/i,
  chore: /\b(chore|ci|build|deps|bump|release)\b/i,
  refactor: /\b(refactor|rename|move|clean ?up|simplify|remove|perf)/i,
}

/** How the agent speaks of each kind of work. */
const agentSpeaks: Readonly<Record<string, RegExp>> = {
  mending:
    /\b(root cause|the (actual |real )?(bug|issue|problem|error) (is|was|here)|fix(ed|es|ing)? (the|this|it)|regression|was (failing|broken)|broke)\b/i,
  adding:
    /\b((now|will) (add|create|implement|build|write)|added|implemented|created|new (feature|component|function|module|option|command))\b/i,
  testing:
    /\b(test (coverage|cases?|suite)|add(ing|ed)? tests|review(ed|ing)? (the )?(code|changes|diff|pr)|findings?|severity|audit)\b/i,
  operating:
    /\b(deploy(ed|ment)?|workflow|pipeline|release|branch(es)?|merged?|rebased?|install(ed)?|config(ured|uration)?)\b/i,
  knowing:
    /\b(here('s| is) (how|what|why)|works? (as follows|like this|by)|in short|in summary|explanation|the answer|difference between)\b/i,
  planning:
    /\b(the plan|plan (is|file|covers)|phases?|approach|trade-?offs?|recommend(ation|ed)?|options?:|milestones?|roadmap|requirements)\b/i,
  writing: /\b(document(ation|ed)?|readme|section|paragraph|wording|draft(ed)?|guide)\b/i,
  agents: /\b(sub-?agents?|skills?|prompts?|claude\.md|agents\.md|rubric|evals?|evaluat(or|ion)s?)\b/i,
}

/** The longest run of calls that failed one after the other. */
function longestFailing({ evidence }: Seen): number {
  let longest = 0
  let run = 0
  for (const { result } of evidence.results) {
    run = result === 'error' ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

/** What commits and the agent's texts tell of the work. */
export const toldFeatures: readonly Feature[] = [
  ...Object.entries(commitTypes).map(
    ([type, pattern]): Feature => ({
      name: `commits.${type}`,
      what: `share of commit messages that speak of ${type}`,
      of: ({ speech: { commits } }) =>
        share(commits.filter((message) => pattern.test(message)).length, commits.length),
    }),
  ),
  ...Object.entries(agentSpeaks).flatMap(([kind, pattern]): Feature[] => [
    {
      name: `told.${kind}`,
      what: `share of the agent's texts that speak of ${kind}`,
      of: ({ speech }) =>
        share(speech.agent.filter((text) => pattern.test(text)).length, speech.agent.length),
    },
    {
      name: `last.${kind}`,
      what: `the agent's last text speaks of ${kind}`,
      of: ({ evidence }) => flag(pattern.test(evidence.lastText.slice(0, 1_500))),
    },
  ]),
  {
    name: 'references',
    what: 'issues and pull requests that the person refers to, log',
    of: ({ speech }) =>
      log(speech.requests.join(' ').match(/#\d+\b|\/(issues|pull|merge_requests)\/\d+/g)?.length ?? 0),
  },
  {
    name: 'failing.longest',
    what: 'longest run of failed calls, log',
    of: (seen) => log(longestFailing(seen)),
  },
  { name: 'hard.success', what: 'kinds of hard evidence of success', of: ({ rules }) => rules.hard.success },
  { name: 'hard.failure', what: 'kinds of hard evidence of failure', of: ({ rules }) => rules.hard.failure },
]
