import type { Outcome } from '@fieldwork/codebook'
import type { Evidence } from './evidence.ts'
import { asks, isAssent } from './person.ts'
import type { Signals } from './signals.ts'

const aimless =
  /\b(just (exploring|looking|browsing|curious|playing)|no (particular|specific|real) (goal|aim|plan)|look(ing)? around|poke around|play(ing)? around|out of curiosity|not sure what i want)\b/i

/** Weighs both signals: only failure that is seen outweighs a session that ends with something done. */
export function outcomeOf(evidence: Evidence, { success, failure, end }: Signals): Outcome | undefined {
  const { brokenOff } = end
  const words = evidence.words.filter(({ own, plan }) => plan !== '' || !isAssent(own))
  if (evidence.results.length === 0 && evidence.ending !== 'text') return undefined
  if (evidence.changedLines === 0 && isAimless(words)) return 'no_clear_goal'
  const good = Number(success)
  const bad = Number(failure)
  if (bad >= 4 && good <= 3) return 'failed'
  if (bad >= 4 || (bad >= 3 && good <= 2)) return 'partially'
  if (brokenOff && good <= 2) return bad >= 2 ? 'partially' : good <= 1 ? 'failed' : 'partially'
  return 'succeeded'
}

const isAimless = (words: Evidence['words']) =>
  words.some(({ own }) => aimless.test(own)) &&
  words.every(({ own, plan }) => plan === '' && (asks(own) || aimless.test(own)))
