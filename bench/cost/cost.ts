import { defaults, estimateRun, profileOf } from '@fieldwork/annotators/estimate'
import type { Benchmark, Options } from '../benchmark.ts'
import { say } from '../environment/progress.ts'
import { rounded } from '../environment/statistics.ts'
import { type Account, MODEL, priceStrategy, priceUncached } from './price.ts'
import { cutSessions } from './sessions.ts'

/** The calls of the study's classifiers, one each. */
const CALLS = 9
/** What a session may cost, in units of nine uncached calls. */
const allowed = { faithful: 0.4, frugal: 0.15 } as const
/** In batches half of it. */
const ways = { direct: 1, batches: 0.5 } as const
/** As the simulator counts, with answers as long as they are planned and none repeated. */
const assumptions = { charactersPerToken: 4, answerLength: 1, repairShare: 0 } as const

async function run({ quick, size }: Options) {
  const sessions = cutSessions(size ?? (quick ? 20 : 50))
  const uncached = await priceUncached(sessions)
  const nine = (CALLS * uncached.usd) / uncached.requests
  say(`  nine uncached calls: $${rounded(nine)}`)
  const strategies: Record<string, object> = {}
  const overAllowed: number[] = []
  for (const strategy of ['faithful', 'frugal'] as const) {
    const priced = await priceStrategy(strategy, sessions)
    const estimated = estimateRun(
      sessions.map(({ text }) => text.length),
      { ...defaults, strategy, profile: profileOf(MODEL), assumptions },
    )
    strategies[strategy] = Object.fromEntries(
      (['direct', 'batches'] as const).map((way) => {
        const figures = figuresOf(priced[way], sessions.length, nine)
        overAllowed.push(figures.share / (allowed[strategy] * ways[way]))
        const estimatedShare = estimated.usd[way].expected / sessions.length / nine
        return [way, roundedAll({ ...figures, estimatedShare })]
      }),
    )
    say(`  ${strategy}: ${JSON.stringify(strategies[strategy])}`)
  }
  return {
    ratio: rounded(Math.max(...overAllowed)),
    sessions: sessions.length,
    model: MODEL,
    nineUncachedCallsUsd: rounded(nine),
    transcriptCharacters: Math.max(...sessions.map(({ text }) => text.length)),
    ...strategies,
  }
}

/** All of one session. `share` is the cost in units of nine uncached calls. */
function figuresOf(account: Account, sessions: number, nine: number) {
  return {
    share: account.usd / sessions / nine,
    usd: account.usd / sessions,
    calls: account.requests / sessions,
    freshTokens: account.inputTokens / sessions,
    cacheWriteTokens: (account.cacheWrite5mTokens + account.cacheWrite1hTokens) / sessions,
    cacheReadTokens: account.cacheReadTokens / sessions,
    outputTokens: account.outputTokens / sessions,
  }
}

const roundedAll = (figures: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]))

/** The ratio is that of the costliest way to what is allowed of it: at most 1 is what was aimed at. */
export const cost: Benchmark = {
  about: 'what annotating a session at the study’s cut costs, beside nine uncached calls',
  run,
}
