import type { Telemetry } from '@fieldwork/sessions'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  agentTakesPlanning,
  codebases,
  type Decision,
  deriveFact,
  type LabelValues,
  outcomes,
  socMajorGroups,
  userKeepsExecution,
  workModeGroups,
  workModes,
} from '../src/index.ts'

const telemetry: Telemetry = {
  turns: 3,
  actions: 12,
  actionsFailed: 1,
  actionsUnanswered: 0,
  sidechainActions: 0,
  agentTextWords: 200,
  agentWords: 900,
  linesAdded: 40,
  linesRemoved: 5,
  filesTouched: 2,
  interruptions: 0,
  steers: 0,
  modelCalls: 9,
  inputTokens: 1,
  outputTokens: 2,
  cacheReadTokens: 3,
  cacheCreationTokens: 4,
  startedAt: '2026-03-01T10:00:00.000Z',
  endedAt: '2026-03-01T11:00:00.000Z',
  month: '2026-03',
  mainModel: 'a-model',
  agent: 'claude-code',
  entrypoint: 'cli',
  headless: false,
}

const tiers = ['0', '1', '2', '3', '4', '5'] as const
const count = fc.nat({ max: 2_000 })
const carried = fc.option(count)
const anyTelemetry: fc.Arbitrary<Telemetry> = fc
  .record({
    turns: count,
    actions: count,
    linesAdded: carried,
    actionsFailed: carried,
    headless: fc.boolean(),
  })
  .map((counts) => ({ ...telemetry, ...counts }))
const decision: fc.Arbitrary<Decision> = fc.record({
  kind: fc.constantFrom('planning', 'execution'),
  by: fc.constantFrom('user', 'agent'),
  what: fc.string(),
})
const anyValues: fc.Arbitrary<LabelValues> = fc.record(
  {
    work_mode: fc.constantFrom(...workModes),
    codebase: fc.constantFrom(...codebases),
    decisions: fc.array(decision, { maxLength: 15 }),
    expertise: fc.constantFrom('1', '2', '3', '4', '5', 'unclear'),
    occupation_user: fc.constantFrom(...socMajorGroups, 'unclear'),
    occupation_work: fc.constantFrom(...socMajorGroups),
    outcome: fc.constantFrom(...outcomes),
    success_signal: fc.constantFrom(...tiers),
    failure_signal: fc.constantFrom(...tiers),
    task_value: fc.record({ title: fc.string(), usd: fc.integer({ min: 1, max: 50_000 }) }),
  },
  { requiredKeys: [] },
)

const fact = (values: LabelValues, counts: Partial<Telemetry> = {}) =>
  deriveFact({ ...telemetry, ...counts }, values)
const holds = (property: (values: LabelValues, counts: Telemetry) => void) =>
  fc.assert(fc.property(anyValues, anyTelemetry, property))

describe('a fact', () => {
  test('holds the counts as they are', () => {
    holds((values, counts) => {
      const { month, headless, turns, actions, actionsFailed, agentWords, linesAdded } = counts
      expect(deriveFact(counts, values)).toMatchObject({
        month,
        headless,
        turns,
        actions,
        actionsFailed,
        agentWords,
        linesAdded,
      })
    })
  })

  test('is null wherever a classifier was not answered', () => {
    const { workMode, workModeGroup, codebase, expertise, occupationUser, occupationWork, ...rest } = fact({})
    expect([workMode, workModeGroup, codebase, expertise, occupationUser, occupationWork]).toEqual(
      Array(6).fill(null),
    )
    expect(rest).toMatchObject({
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
      wroteCode: true,
      softwareUser: null,
    })
  })

  test('has no member that is undefined', () => {
    holds((values, counts) => {
      expect(Object.values(deriveFact(counts, values))).not.toContain(undefined)
    })
  })
})

describe('outcome measures', () => {
  test('are all null without a clear goal or without an outcome', () => {
    holds((values, counts) => {
      const { outcome, verifiedSuccess, atLeastPartial, hitTrouble, abandoned } = deriveFact(counts, values)
      if (outcome !== null && outcome !== 'no_clear_goal') return
      expect([verifiedSuccess, atLeastPartial, hitTrouble, abandoned]).toEqual([null, null, null, null])
    })
  })

  test('verified success is success with a hard signal, and never more than partial success', () => {
    holds((values, counts) => {
      const { outcome, successSignal, verifiedSuccess, atLeastPartial } = deriveFact(counts, values)
      if (verifiedSuccess === true) {
        expect(outcome).toBe('succeeded')
        expect(successSignal).toBeGreaterThanOrEqual(4)
        expect(atLeastPartial).toBe(true)
      }
      if (outcome === 'succeeded')
        expect(verifiedSuccess).toBe(successSignal === null ? null : successSignal >= 4)
    })
  })

  test('at least partial is success or a part of it', () => {
    const of = (outcome: LabelValues['outcome']) => fact({ outcome }).atLeastPartial
    expect([of('succeeded'), of('partially'), of('failed'), of('no_clear_goal')]).toEqual([
      true,
      true,
      false,
      null,
    ])
  })

  test('trouble begins at tier 3', () => {
    const of = (failure_signal: LabelValues['failure_signal']) =>
      fact({ outcome: 'succeeded', failure_signal }).hitTrouble
    expect(tiers.map(of)).toEqual([false, false, false, true, true, true])
    expect(of(undefined)).toBeNull()
  })

  test('only troubled sessions can be abandoned: failed, and no line of code added', () => {
    const troubled = { outcome: 'failed', failure_signal: '4' } as const
    expect(fact(troubled, { linesAdded: 0 }).abandoned).toBe(true)
    expect(fact(troubled, { linesAdded: 1 }).abandoned).toBe(false)
    expect(fact(troubled, { linesAdded: null }).abandoned).toBeNull()
    expect(fact({ ...troubled, outcome: 'partially' }, { linesAdded: 0 }).abandoned).toBe(false)
    expect(fact({ ...troubled, failure_signal: '2' }, { linesAdded: 0 }).abandoned).toBeNull()
    holds((values, counts) => {
      const { hitTrouble, abandoned } = deriveFact(counts, values)
      if (hitTrouble !== true) expect(abandoned).toBeNull()
    })
  })
})

describe('other derived measures', () => {
  test('the share of decisions is null where there is none of that kind, else the part that the user made', () => {
    holds((values, counts) => {
      const { userPlanningShare, userExecutionShare } = deriveFact(counts, values)
      for (const [kind, share] of [
        ['planning', userPlanningShare],
        ['execution', userExecutionShare],
      ] as const) {
        const ofKind = (values.decisions ?? []).filter((one) => one.kind === kind)
        const users = ofKind.filter(({ by }) => by === 'user')
        if (ofKind.length === 0) expect(share).toBeNull()
        else expect(share).toBe(users.length / ofKind.length)
      }
    })
  })

  test('the user keeps execution, and the agent takes planning, above 0.8 of the decisions of the kind', () => {
    const shared = (kind: Decision['kind'], users: number, agents: number) =>
      fact({
        decisions: [
          ...Array<Decision>(users).fill({ kind, by: 'user', what: '' }),
          ...Array<Decision>(agents).fill({ kind, by: 'agent', what: '' }),
        ],
      })
    const execution = [
      [5, 0],
      [4, 1],
      [0, 0],
    ] as const
    expect(
      execution.map(([users, agents]) => userKeepsExecution(shared('execution', users, agents))),
    ).toEqual([true, false, null])
    expect(execution.map(([agents, users]) => agentTakesPlanning(shared('planning', users, agents)))).toEqual(
      [true, false, null],
    )
  })

  test('every work mode belongs to one of the four groups, and every group has one', () => {
    const groups = new Set(workModes.map((work_mode) => fact({ work_mode }).workModeGroup))
    expect(groups).toEqual(new Set(workModeGroups))
  })

  test('an unclear occupation is left out, 15-0000 is a software user, every other group is none', () => {
    expect(fact({ occupation_user: 'unclear' })).toMatchObject({ occupationUser: null, softwareUser: null })
    for (const group of socMajorGroups) {
      expect(fact({ occupation_user: group })).toMatchObject({
        occupationUser: group,
        softwareUser: group === '15-0000',
      })
    }
  })

  test('unclear expertise is left out, a level is its number', () => {
    expect(fact({ expertise: 'unclear' }).expertise).toBeNull()
    expect(fact({ expertise: '3' }).expertise).toBe(3)
  })

  test('code was written when a line was added; unknown where the source carries no patches', () => {
    expect([0, 1, null].map((linesAdded) => fact({}, { linesAdded }).wroteCode)).toEqual([false, true, null])
  })
})
