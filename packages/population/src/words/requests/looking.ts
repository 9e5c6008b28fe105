import type { Requests } from '../requests.ts'

const code: Requests = {
  plain: [
    (m) => `How does ${m.thing} work? I would like to understand it.`,
    (m) => `Can you explain to me what this project does and where ${m.thing} is?`,
    (m) => `Why is it that ${m.fault}? I only want to know, do not change anything.`,
  ],
  directive: [
    (m) => `Explain how \`${m.part}\` in ${m.file} is called, from the entry point on.`,
    (m) => `Where is ${m.data} read, and which functions depend on its columns?`,
  ],
  insider: [
    (m) => `Trace what happens in \`${m.part}\` for ${m.edge}. Is it guaranteed that ${m.invariant}?`,
    (m) => `How do \`${m.part}\` and \`${m.otherPart}\` agree on order? As far as I can see ${m.reason}.`,
  ],
}

const concept: Requests = {
  plain: [
    (m) => `What is a ${m.term}? Everybody talks about it and I have no idea.`,
    (m) => `Can you explain ${m.term} to me in simple words?`,
  ],
  directive: [
    (m) => `Compare two common ways to ${m.feature}, with sources. No code.`,
    (m) => `Summarise what is known about ${m.term} and when it does not apply.`,
  ],
  insider: [
    (m) =>
      `I am looking for prior work on ${m.edge}. What is the usual argument when one holds that ${m.reason}?`,
    (m) =>
      `Under which conditions can one prove that ${m.invariant}? Name counterexamples such as ${m.edge}.`,
  ],
}

const plan: Requests = {
  plain: [
    (m) => `I want to ${m.feature} one day. How should we go about it? Only a plan for now.`,
    (m) => `Before we build anything: what would it take to ${m.feature}?`,
  ],
  directive: [
    (m) => `Plan how to ${m.feature}: steps, files that change, risks. Do not implement yet.`,
    (m) => `Write a specification for a change of \`${m.part}\` so that we can ${m.feature}.`,
  ],
  insider: [
    (m) =>
      `Design before code: we want to ${m.feature}. Weigh doing it in \`${m.part}\` against a separate step; ${m.reason}.`,
    (m) =>
      `Draft the architecture for this: ${m.feature}. Hard constraint: ${m.invariant}, also with ${m.edge}.`,
  ],
}

const planAhead: Requests = {
  plain: [
    (m) => `I have an idea: something to ${m.feature}. Can you help me think it through?`,
    (m) => `What should I prepare if I want to ${m.feature} next month?`,
  ],
  directive: [
    (m) => `Outline a project to ${m.feature}: scope, milestones, what to leave out.`,
    (m) => `List the options to ${m.feature} with cost and effort, and recommend one.`,
  ],
  insider: [
    (m) =>
      `Scope a project to ${m.feature}. The trade-off is known: ${m.reason}. Which order keeps both doors open?`,
    (m) => `I need a proposal: ${m.feature}. It must hold that ${m.invariant}; say what that rules out.`,
  ],
}

/** Requests for knowledge and for plans. */
export const lookingRequests = { code, concept, plan, planAhead }
