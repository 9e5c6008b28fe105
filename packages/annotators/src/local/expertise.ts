import type { LabelValue } from '@fieldwork/codebook'
import type { Evidence } from './evidence.ts'
import { isAssent, rejects } from './person.ts'

/** Knowledge of structure: properties, ways of failing and trade-offs, of any technical domain. */
const structural =
  /\b(edge cases?|race( condition)?s?|deadlocks?|idempoten\w+|invariants?|atomic\w*|backwards?[- ]compat\w*|trade-?offs?|regressions?|concurren\w+|thread[- ]safe\w*|cardinality|collisions?|overflow|off-by-one|time ?zones?|encoding|null(able|s)? (case|check|value)s?|latency|throughput|memory (leak|pressure)|cache (invalidat\w+|key)|rate limit\w*|eventual(ly)? consisten\w+|transactions?|isolation|rollback|normali[sz]\w+|confound\w*|multicollinear\w*|heteroscedastic\w*|sample size|entropy|nonce|replay|spoof\w*|csrf|xss|injection|least privilege|abstraction|coupling|lifecycle|closure|lazy|eager|semantics|monoton\w+|complexity|O\([a-z0-9 ^]+\))\b/gi

/** Checks that name the property to be checked. */
const specificCheck =
  /\b(make sure|ensure|verify|check|confirm|show me|prove|assert)\b[^.?!\n]{0,40}\b(that|whether|if|no|still|never|only|both|every|each)\b[^.?!\n]{12,}/gi

/** Reasons and alternatives: why one way and not another. */
const reasoned =
  /\b(because|since|otherwise|so that|rather than|instead of|as opposed to|the reason|the problem is|this (means|implies)|would (break|cause|lead)|only (when|if)|unless|except|must (not|never)|should (never|only))\b/gi

/** Names that are written like names in code or commands. */
const identifiers =
  /`[^`]+`|\b[a-z]+[A-Z]\w+\b|\b\w+_\w+\b|\b[\w-]+\.(ts|tsx|js|py|go|rs|swift|java|rb|sql|ya?ml|json|toml|sh)\b|--[a-z][\w-]+/g

/** Words of someone to whom the domain is new. */
const unsure =
  /\b(i'?m (not sure|new to|a beginner|no expert|not technical)|i (do ?n.?t|don’t) (know|understand)|no idea|what (is|are|does) (a|an|the)?\s?\w+( mean)?\?|how do i|can you explain|is that (ok|normal|right)\?|somehow|some kind of|whatever|the thing|stuff)\b/gi

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

/** What the person's own sentences say of their command of the domain, in units of the rules' own. */
export type ExpertiseSigns = {
  readonly words: number
  readonly structural: number
  readonly reasoned: number
  readonly checks: number
  readonly corrections: number
  readonly named: number
  readonly doubt: number
  /** On the scale of the levels, 1 to 5, not rounded. */
  readonly level: number
}

/**
 * Weighs the person's own sentences. Three signals as in the codebook: framing (structure and names), checks that name
 * a property, corrections of the agent.
 */
export function expertiseSigns(evidence: Evidence): ExpertiseSigns {
  const own = evidence.words.map(({ own }) => own).filter((text) => !isAssent(text))
  const text = own.join('\n')
  const words = text.split(/\s+/).filter((word) => word !== '').length
  const signs = {
    words,
    structural: count(text, structural),
    reasoned: count(text, reasoned),
    checks: count(text, specificCheck),
    named: count(text, identifiers),
    doubt: count(text, unsure),
  }
  const framing = Math.min(2, signs.structural * 0.7 + signs.reasoned * 0.3)
  const checks = Math.min(1, signs.checks * 0.4)
  const corrections = Math.min(
    0.8,
    own.slice(1).filter((one) => rejects(one) && count(one, reasoned) > 0).length * 0.4,
  )
  const named = Math.min(0.6, signs.named * 0.15)
  const doubt = Math.min(1.2, signs.doubt * 0.4)
  const bare = words < 25 && signs.named === 0 && framing === 0 ? 0.5 : 0
  const level = 2.7 + 0.6 * framing + checks * 0.7 + corrections + named - doubt - bare
  return { ...signs, corrections, level }
}

/** The level that the signs add up to; unclear where the person says next to nothing. */
export function expertiseOf({ words, level }: ExpertiseSigns): LabelValue<'expertise'> {
  if (words < 6) return 'unclear'
  return (['1', '2', '3', '4', '5'] as const)[Math.max(0, Math.min(4, Math.round(level) - 1))] ?? 'unclear'
}
