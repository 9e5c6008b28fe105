import type { Requests } from '../requests.ts'

const build: Requests = {
  plain: [
    (m) => `Can you make it so that I can ${m.feature}?`,
    (m) => `I would like to ${m.feature}. Please build that for me.`,
    (m) => `Please add a way to ${m.feature} to ${m.thing}.`,
  ],
  directive: [
    (m) => `Add this in ${m.file}: we want to ${m.feature}. Keep the signature of \`${m.part}\`.`,
    (m) => `Extend \`${m.part}\` in ${m.file} so that one can ${m.feature}, and use it in ${m.thing}.`,
    (m) => `Implement a function next to \`${m.part}\` to ${m.feature}. The output goes to ${m.data}.`,
  ],
  insider: [
    (m) =>
      `We need to ${m.feature}. Do it inside \`${m.part}\` rather than as a second path, because ${m.reason}.`,
    (m) =>
      `Next step: ${m.feature}. \`${m.part}\` and \`${m.otherPart}\` should share one code path; ${m.reason}.`,
    (m) =>
      `Refactor \`${m.part}\` so that we can ${m.feature} without touching \`${m.otherPart}\`; ${m.reason}.`,
  ],
}

const start: Requests = {
  plain: [
    (m) =>
      `I have an empty folder and would like a small program with which I can ${m.feature}. Can you start it?`,
    (m) => `Please create a new app from nothing that helps me ${m.feature}.`,
  ],
  directive: [
    (m) =>
      `Set up a new ${m.domain.language} project called ${m.domain.project}. First feature: ${m.feature}. Entry point is ${m.file}.`,
    (m) =>
      `New repository, ${m.domain.language}. Build a first version that can ${m.feature}, reading ${m.data}.`,
  ],
  insider: [
    (m) =>
      `Start ${m.domain.project} from scratch in ${m.domain.language}, \`${m.part}\` first: it has to ${m.feature}. No framework; ${m.reason}.`,
    (m) =>
      `Greenfield: a minimal core around \`${m.part}\` that can ${m.feature}. Leave \`${m.otherPart}\` as an interface for now, since ${m.reason}.`,
  ],
}

const fix: Requests = {
  plain: [
    (m) => `Something is broken in ${m.thing}: ${m.fault}. Can you fix it?`,
    (m) => `Help, ${m.fault}. It worked last week.`,
    (m) => `${m.thing.charAt(0).toUpperCase()}${m.thing.slice(1)} does not work right, ${m.fault}.`,
  ],
  directive: [
    (m) => `Bug in ${m.file}: ${m.fault}. Find the cause and fix it.`,
    (m) =>
      `\`${m.part}\` gives the wrong result: ${m.fault}. Fix it and keep the rest of ${m.file} as it is.`,
    (m) => `The test in ${m.testFile} fails because ${m.fault}. Please fix the code, not the test.`,
  ],
  insider: [
    (m) => `Since the last change ${m.fault}. I suspect \`${m.part}\`: it does not handle ${m.edge}.`,
    (m) => `Regression: ${m.fault}. Look at how \`${m.part}\` hands over to \`${m.otherPart}\`; ${m.reason}.`,
    (m) =>
      `${m.edge} breaks \`${m.part}\`: ${m.fault}. Fix it at the source and not in the caller, because ${m.reason}.`,
  ],
}

const tests: Requests = {
  plain: [
    (m) => `Can you write some tests for ${m.thing}?`,
    () => 'Please add tests so that I know that nothing breaks.',
  ],
  directive: [
    (m) => `Write unit tests for \`${m.part}\` in ${m.testFile}, one per branch.`,
    (m) => `Raise the coverage of ${m.file}: tests go to ${m.testFile}.`,
  ],
  insider: [
    (m) => `Property tests for \`${m.part}\`, please: ${m.invariant}. Include ${m.edge}.`,
    (m) => `I want ${m.edge} and ${m.otherEdge} pinned down as tests of \`${m.part}\`, because ${m.reason}.`,
  ],
}

const review: Requests = {
  plain: [
    (m) => `Could you look over the code of ${m.thing} and tell me whether it is all right?`,
    () => 'Please review what I have so far and say what is bad. Do not change anything.',
  ],
  directive: [
    (m) => `Review ${m.file} and ${m.otherFile} for bugs. List findings by severity, no changes.`,
    (m) => `Audit \`${m.part}\` for security problems and report back; leave the code alone.`,
  ],
  insider: [
    (m) => `Review \`${m.part}\` with ${m.edge} in mind. I want to know whether ${m.invariant}; do not edit.`,
    (m) =>
      `Audit the path from \`${m.part}\` to \`${m.otherPart}\`: can it happen that it is not true that ${m.invariant}?`,
  ],
}

const orchestrate: Requests = {
  plain: [
    (m) => `I want an assistant that helps me ${m.feature}. Can you write the prompt for it?`,
    (m) => `Please improve the instructions of our assistant, it gets this wrong: ${m.fault}.`,
  ],
  directive: [
    (m) => `Add a skill under .claude/skills that can ${m.feature}; give it two examples.`,
    (m) => `Rewrite the system prompt in prompts/assistant.md so that it asks before it will ${m.feature}.`,
  ],
  insider: [
    (m) =>
      `The evals in evals/cases.yaml do not cover ${m.edge}. Add few-shot cases and tighten the rubric, because ${m.reason}.`,
    (m) =>
      `Split the agent into a planner and a checker: the checker only verifies that ${m.invariant}. Prompts under prompts/, one eval each.`,
  ],
}

/** Requests for code, and for what an assistant runs on. */
export const codeRequests = { build, start, fix, tests, review, orchestrate }
