import { codebases, outcomes, socMajorGroups, workModeGroups, workModes } from '@fieldwork/codebook'
import fc from 'fast-check'
import type { FactOfPerson } from '../src/index.ts'

const nothing: FactOfPerson = {
  person: 'a',
  month: null,
  headless: false,
  agent: null,
  entrypoint: null,
  mainModel: null,
  turns: 0,
  actions: 0,
  actionsFailed: null,
  agentWords: null,
  linesAdded: null,
  linesRemoved: null,
  filesTouched: null,
  interruptions: null,
  steers: null,
  modelCalls: null,
  workMode: null,
  workModeGroup: null,
  codebase: null,
  expertise: null,
  occupationUser: null,
  occupationWork: null,
  outcome: null,
  successSignal: null,
  failureSignal: null,
  taskValueUsd: null,
  userPlanningShare: null,
  userExecutionShare: null,
  verifiedSuccess: null,
  atLeastPartial: null,
  hitTrouble: null,
  abandoned: null,
  wroteCode: null,
  softwareUser: null,
}

/** A fact of which nothing is known but what is given. */
export const factOf = (known: Partial<FactOfPerson>): FactOfPerson => ({ ...nothing, ...known })

const count = fc.nat({ max: 5_000 })
const decisionShare = fc.option(
  fc.tuple(fc.integer({ min: 1, max: 15 }), fc.nat()).map(([all, user]) => (user % (all + 1)) / all),
)

/** Facts whose columns are drawn one by one: no combination is ruled out, also none that cannot happen. */
export const anyFact: fc.Arbitrary<FactOfPerson> = fc
  .record({
    person: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    month: fc.option(fc.constantFrom('2025-10', '2025-12', '2026-04')),
    headless: fc.integer({ min: 0, max: 4 }).map((draw) => draw === 0),
    turns: count,
    actions: count,
    agentWords: fc.option(count),
    workMode: fc.option(fc.constantFrom(...workModes)),
    workModeGroup: fc.option(fc.constantFrom(...workModeGroups)),
    codebase: fc.option(fc.constantFrom(...codebases)),
    expertise: fc.option(fc.integer({ min: 1, max: 5 })),
    occupationUser: fc.option(fc.constantFrom(...socMajorGroups)),
    outcome: fc.option(fc.constantFrom(...outcomes)),
    userPlanningShare: decisionShare,
    userExecutionShare: decisionShare,
    verifiedSuccess: fc.option(fc.boolean()),
    atLeastPartial: fc.option(fc.boolean()),
    hitTrouble: fc.option(fc.boolean()),
    abandoned: fc.option(fc.boolean()),
    wroteCode: fc.option(fc.boolean()),
    softwareUser: fc.option(fc.boolean()),
  })
  .map(factOf)

export const anyFacts = fc.array(anyFact, { maxLength: 60 })
