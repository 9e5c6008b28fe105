import { generatePopulation } from '@fieldwork/population'
import { measure, readTranscriptText, redact, render } from '@fieldwork/sessions'
import { recordedAnswer, startModelSimulator, transcriptKey } from '@fieldwork/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Assumptions,
  defaults,
  estimateRun,
  modelProfiles,
  profileOf,
  type Strategy,
  sessionCosts,
} from '../src/estimate/estimate-run.ts'
import { measuredRatio } from '../src/estimate/measured-ratio.ts'
import { nineUncachedCalls } from '../src/estimate/nine-uncached-calls.ts'
import { quantile } from '../src/estimate/quantile.ts'
import { sessionUsage } from '../src/estimate/session-usage.ts'
import { costOf, createAnthropicAnnotator, type Usage, unlimitedContext } from '../src/index.ts'

const strategies: readonly Strategy[] = ['faithful', 'frugal']
const profiles = Object.keys(modelProfiles).map((model) => profileOf(model))
const sonnet = profileOf('claude-sonnet-4-6')
const { assumptions } = defaults

const someStrategy = fc.constantFrom(...strategies)
const someProfile = fc.constantFrom(...profiles)
const someLength = fc.integer({ min: 0, max: 25_000 })
const someAssumptions: fc.Arbitrary<Assumptions> = fc.record({
  charactersPerToken: fc.double({ min: 2, max: 6, noNaN: true }),
  answerLength: fc.double({ min: 0.5, max: 1.5, noNaN: true }),
  repairShare: fc.double({ min: 0, max: 0.2, noNaN: true }),
})
const runs = { numRuns: 25 }

const inputOf = ({ inputTokens, cacheReadTokens, cacheWrite5mTokens }: Usage) =>
  inputTokens + cacheReadTokens + cacheWrite5mTokens

const estimate = (characters: readonly number[], strategy: Strategy, profile = sonnet, of = assumptions) =>
  estimateRun(characters, { ...defaults, strategy, profile, assumptions: of })

describe('a session', () => {
  test('takes the more tokens, the longer its transcript is', () => {
    fc.assert(
      fc.property(
        someStrategy,
        someProfile,
        someAssumptions,
        someLength,
        someLength,
        (strategy, profile, of, a, b) => {
          const [short, long] = [Math.min(a, b), Math.max(a, b)]
          const take = (length: number) => sessionUsage(strategy, profile, length, of)
          expect(inputOf(take(long).usage)).toBeGreaterThanOrEqual(inputOf(take(short).usage) - 1e-6)
          expect(take(long).calls).toBe(take(short).calls)
          expect(take(long).usage.outputTokens).toBe(take(short).usage.outputTokens)
        },
      ),
      runs,
    )
  })

  test('costs no more with a cache than without, in the midst of a run', () => {
    fc.assert(
      fc.property(someStrategy, someProfile, someAssumptions, someLength, (strategy, profile, of, length) => {
        const uncached = { ...profile, cacheMinimumTokens: Number.POSITIVE_INFINITY }
        const cost = (one: typeof profile) => costOf(one, sessionUsage(strategy, one, length, of).usage)
        expect(cost(profile)).toBeLessThanOrEqual(cost(uncached))
      }),
      runs,
    )
  })

  test('caches nothing below the model’s minimum', () => {
    const { usage } = sessionUsage('faithful', profileOf('claude-haiku-4-5'), 2_000, assumptions)
    expect([usage.cacheReadTokens, usage.cacheWrite5mTokens]).toEqual([0, 0])
  })

  test('of the study’s length costs at most 0.4 of nine uncached calls faithfully', () => {
    const nine = costOf(sonnet, nineUncachedCalls(sonnet)(25_000, assumptions.charactersPerToken))
    const [faithful] = sessionCosts([25_000], { strategy: 'faithful', profile: sonnet, assumptions })
    expect(faithful).toBeLessThan(0.4 * nine)
  })
})

describe('a run', () => {
  const someLengths = fc.array(someLength, { minLength: 1, maxLength: 5 })

  test('costs as much as its sessions, and once the writing of what all of them read', () => {
    fc.assert(
      fc.property(someLengths, someStrategy, someProfile, (lengths, strategy, profile) => {
        const sessions = sessionCosts(lengths, { strategy, profile, assumptions })
        const sum = sessions.reduce((total, one) => total + one, 0)
        const { sharedTokens } = sessionUsage(strategy, profile, 0, assumptions)
        const { write5m, read } = profile.cachePrice
        const written = (sharedTokens * (write5m - read) * profile.price.input) / 1e6
        expect(estimate(lengths, strategy, profile).usd.direct.expected).toBeCloseTo(sum + written, 9)
      }),
      runs,
    )
  })

  test('costs half in batches, but that what is cached is kept an hour, and lies in its own range', () => {
    fc.assert(
      fc.property(someLengths, someStrategy, someProfile, (lengths, strategy, profile) => {
        const { tokens, usd } = estimate(lengths, strategy, profile)
        const { direct, batches } = usd
        const { write1h, write5m } = profile.cachePrice
        const longer = (tokens.cacheWrite * (write1h - write5m) * profile.price.input) / 1e6
        expect(batches.expected).toBeCloseTo((direct.expected + longer) / 2, 12)
        for (const { low, expected, high } of [direct, batches]) {
          expect(low).toBeLessThanOrEqual(expected)
          expect(high).toBeGreaterThanOrEqual(expected)
        }
      }),
      runs,
    )
  })

  test('takes as long as the limit that is reached first', () => {
    const lengths = [25_000, 25_000]
    const ample = { requestsPerMinute: 1e9, inputTokensPerMinute: 1e12, outputTokensPerMinute: 1e12 }
    const minutes = (limits: Partial<typeof ample>) =>
      estimateRun(lengths, {
        ...defaults,
        strategy: 'frugal',
        profile: sonnet,
        limits: { ...ample, ...limits },
      })
    const { calls, tokens } = minutes({})
    expect(minutes({ requestsPerMinute: 1 }).minutes).toBe(calls)
    expect(minutes({ outputTokensPerMinute: 10 }).minutes).toBeCloseTo(tokens.output / 10)
    expect(minutes({ inputTokensPerMinute: 10 }).minutes).toBeCloseTo((tokens.fresh + tokens.cacheWrite) / 10)
  })

  test('of a part of the sessions stands for all, which write what they share only once', () => {
    const part = estimateRun([8_000, 20_000], {
      ...defaults,
      strategy: 'frugal',
      profile: sonnet,
      sessions: 200,
    })
    const whole = estimate(Array.from({ length: 100 }, () => [8_000, 20_000]).flat(), 'frugal')
    expect(part.usd.direct.expected).toBeCloseTo(whole.usd.direct.expected, 9)
    expect(part.calls).toBeCloseTo(whole.calls, 9)
  })

  test('over nothing costs nothing', () => {
    const { calls, usd, minutes } = estimate([], 'faithful')
    expect([calls, usd.direct.expected, usd.nineUncachedCalls.high, minutes]).toEqual([0, 0, 0, 0])
  })
})

test.each(strategies)(
  'what is charged for sample sessions %s lies in the range, and the calls agree',
  async (strategy) => {
    const sample = [...generatePopulation({ seed: 3, people: 4 })]
      .slice(0, 8)
      .map(({ transcript, truth }) => {
        const session = redact(readTranscriptText(transcript).session)
        return { session, truth, text: render(session).text }
      })
    const truths = new Map(sample.map(({ text, truth }) => [transcriptKey(text), truth]))
    const simulator = await startModelSimulator({ answer: recordedAnswer(truths) })
    try {
      const annotator = createAnthropicAnnotator({
        apiKey: 'key-of-the-test',
        baseURL: simulator.url,
        model: sonnet.model,
        strategy,
        timeoutMs: 10_000,
      })
      const sessions = sample.map(({ session }, index) => ({
        revisionId: index + 1,
        session,
        telemetry: measure(session),
      }))
      await annotator.annotate(sessions, unlimitedContext())
      const charged = simulator.account().totals[sonnet.model]
      const lengths = sample.map(({ text }) => text.length)
      const { calls, usd } = estimate(lengths, strategy, sonnet, { ...assumptions, repairShare: 0 })
      expect(charged?.requests).toBe(calls)
      expect(charged?.usd).toBeGreaterThanOrEqual(usd.direct.low)
      expect(charged?.usd).toBeLessThanOrEqual(usd.direct.high)

      // Where tokens are counted as the simulator counts them, so is what is read.
      const counted = estimate(lengths, strategy, sonnet, {
        charactersPerToken: 4,
        answerLength: 1,
        repairShare: 0,
      })
      const { fresh, cacheWrite, cacheRead } = counted.tokens
      const read =
        (charged?.inputTokens ?? 0) + (charged?.cacheWrite5mTokens ?? 0) + (charged?.cacheReadTokens ?? 0)
      expect(Math.abs(fresh + cacheWrite + cacheRead - read)).toBeLessThan(0.01 * read)
    } finally {
      await simulator.close()
    }
  },
)

test('counted tokens give their ratio, and a range about it that one session alone widens', () => {
  expect(measuredRatio([])).toBeNull()
  const one = measuredRatio([{ characters: 4_000, tokens: 1_000 }])
  expect(one).toEqual({ charactersPerToken: 4, low: 4.2, high: 3.8 })
  const alike = measuredRatio([
    { characters: 4_000, tokens: 1_000 },
    { characters: 8_000, tokens: 2_000 },
  ])
  expect(alike?.charactersPerToken).toBe(4)
  expect(alike?.low).toBeCloseTo(4.04)
})

test('a quantile lies between its neighbours, and is the least and the greatest at the ends', () => {
  expect([0, 0.5, 0.9, 1].map((share) => quantile([3, 1, 2, 4], share))).toEqual([1, 2.5, 3.7, 4])
  expect(quantile([], 0.5)).toBeNaN()
})
