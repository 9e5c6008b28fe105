import type { LabelValue } from '@fieldwork/codebook'
import type { Evidence } from './evidence.ts'
import { admitsFailure, affirms, complains, corrects, isAssent, rejects } from './person.ts'

type Tier = LabelValue<'success_signal'>

/** What the session shows on both sides, whatever came of it. */
export type Signals = {
  readonly success: Tier
  readonly failure: Tier
  readonly end: End
  /** How many kinds of hard evidence there are on each side. */
  readonly hard: { readonly success: number; readonly failure: number }
}

const tier = (value: number): Tier =>
  (['0', '1', '2', '3', '4', '5'] as const)[Math.max(0, Math.min(5, value))] ?? '0'

/** Reads the tiers of success and failure by the codebook's kinds of evidence. */
export function signalsOf(evidence: Evidence): Signals {
  const ending = endOf(evidence)
  const hard = { success: hardSuccess(evidence, ending), failure: hardFailure(evidence, ending) }
  return {
    success: tier(successTier(evidence, ending, hard.success)),
    failure: tier(failureTier(evidence, ending, hard.failure)),
    end: ending,
    hard,
  }
}

/** How a session stood when it ended. */
export type End = {
  /** The last test run, by its exit and its output. */
  readonly tests: 'passed' | 'failed' | 'none'
  /** The last actions fail and none after them succeeds. */
  readonly failing: boolean
  /** Interrupted, unanswered, or stopped in an action. */
  readonly brokenOff: boolean
}

function endOf(evidence: Evidence): End {
  const lastTest = evidence.commands.findLast(({ kinds }) => kinds.includes('test'))
  const failed = lastTest?.said === 'failed' || (lastTest?.result === 'error' && lastTest.said !== 'passed')
  const tail = evidence.results.slice(-3)
  return {
    tests:
      lastTest === undefined || (lastTest.result === 'none' && evidence.tells)
        ? 'none'
        : failed
          ? 'failed'
          : 'passed',
    failing: tail.length > 0 && tail.slice(-2).every(({ result }) => result === 'error'),
    brokenOff: evidence.ending !== 'text',
  }
}

const went = ({ commands, tells }: Evidence, ...kinds: string[]) =>
  commands.some((one) => (one.result === 'ok' || !tells) && one.kinds.some((kind) => kinds.includes(kind)))

function hardSuccess(evidence: Evidence, end: End): number {
  const { words } = evidence
  const lastWords = words.filter(({ own }) => !isAssent(own)).slice(-2)
  return [
    went(evidence, 'commit', 'push', 'pullRequest'),
    end.tests === 'passed',
    words.length > 1 && lastWords.some(({ own }) => affirms(own)),
  ].filter(Boolean).length
}

function successTier(evidence: Evidence, end: End, hard: number): number {
  if (hard > 0) return Math.min(5, 3 + hard) - (end.brokenOff && hard > 1 ? 1 : 0)
  const corroborated =
    went(evidence, 'check', 'run', 'data', 'operate', 'create') || evidence.changedLines > 0
  if (corroborated) return end.brokenOff ? 2 : 3
  return end.brokenOff ? 1 : 2
}

const laterWords = ({ words }: Evidence) => words.slice(1).filter(({ own }) => !isAssent(own))

function hardFailure(evidence: Evidence, end: End): number {
  return [
    laterWords(evidence).some(({ own }) => complains(own)),
    end.tests === 'failed',
    end.failing && end.brokenOff,
  ].filter(Boolean).length
}

function failureTier(evidence: Evidence, end: End, hard: number): number {
  const later = laterWords(evidence)
  const rejections = later.filter(({ own }) => rejects(own)).length
  const corrections = later.filter(({ own }) => corrects(own)).length
  const errors = evidence.results.filter(({ result }) => result === 'error').length
  if (hard > 1) return 5
  if (hard === 1) return end.tests === 'failed' && !end.brokenOff ? 3 : 4
  const unfinished = end.brokenOff && !evidence.endsInPlan && last(evidence.results)?.result !== 'ok'
  if (rejections > 0 || corrections > 3 || admitsFailure(evidence.lastText) || unfinished) return 3
  if (corrections > 0 || evidence.interruptions > 1) return 2
  return errors > 0 || evidence.interruptions > 0 ? 1 : 0
}

const last = <T>(values: readonly T[]): T | undefined => values.at(-1)
