import type { QuestionId } from '@fieldwork/codebook'
import type { ModelProfile } from './model-profiles.ts'
import type { Ask } from './steps.ts'

const MAX_TOKENS = 3_000

/** Tokens of an answer: usual, and the longest that is sensible. */
const option = { usual: 20, most: 256 }
const outputs: Readonly<Record<QuestionId, { readonly usual: number; readonly most: number }>> = {
  work_mode: option,
  codebase: option,
  decisions: { usual: 250, most: 1_500 },
  expertise: option,
  occupation_user: option,
  occupation_work: option,
  outcome: option,
  success_signal: option,
  failure_signal: option,
  task_value: { usual: 200, most: 1_000 },
  'task_value.posting': { usual: 190, most: 1_000 },
  'task_value.price': option,
}

/** Tokens that a valid answer to these questions usually has. */
export const usualLength = (asked: readonly QuestionId[]): number => sum(asked.map((id) => outputs[id].usual))

/**
 * The longest answer allowed, in tokens: what the questions need, at most `maxTokens`. After an answer that ended there, twice
 * as much.
 */
export function longestAnswer(
  { asked, truncated }: Ask,
  { maxOutputTokens }: ModelProfile,
  maxTokens = MAX_TOKENS,
): number {
  const most = Math.min(sum(asked.map((id) => outputs[id].most)), maxTokens)
  return Math.min(truncated ? 2 * most : most, maxOutputTokens)
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
