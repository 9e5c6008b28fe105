import { answerSchema, classifiers, type QuestionId, shippedCalibration } from '@fieldwork/codebook'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedCostOf } from '../src/anthropic/planned-call.ts'
import {
  conclude,
  estimateSession,
  nextCalls,
  type PlannedCall,
  type PlanOptions,
  profileOf,
  type RecordedAnswer,
  type StepAnswer,
  type Strategy,
  upperCostOf,
} from '../src/index.ts'
import { answerTo, posting, record, walk } from './answering.ts'

const sonnet = profileOf('claude-sonnet-4-6')
const strategies = ['faithful', 'frugal'] as const
/** The study's cut: about 6,500 tokens at the four characters of English a token. */
const transcript = 'HUMAN:\nMend it. '.repeat(1_625)
const ids = classifiers.map(({ id }) => id)
const planner =
  (strategy: Strategy, profile = sonnet, options: PlanOptions = {}, text = transcript) =>
  (answered: readonly RecordedAnswer[]) =>
    nextCalls(strategy, profile, text, answered, options)
const stepsIn = (calls: readonly PlannedCall[]) => calls.map(({ step }) => step)
const marksIn = (call: PlannedCall) => JSON.stringify(call.request).split('"cache_control"').length - 1
const failed = (reason: Extract<StepAnswer, { kind: 'failed' }>['reason']): StepAnswer => ({
  kind: 'failed',
  reason,
  detail: 'it broke off',
})

describe('the faithful strategy', () => {
  test('asks one question a call, and the price once the posting is there', () => {
    const { rounds, answered } = walk(planner('faithful'))
    const [asked, priced] = rounds.map(stepsIn)
    expect(asked?.toSorted()).toEqual(
      [...ids.filter((id) => id !== 'task_value'), 'task_value.posting'].sort(),
    )
    expect(priced).toEqual(['task_value.price'])
    expect(rounds).toHaveLength(2)
    expect(conclude(answered).unscorable).toEqual([])
  })

  test('the first call warms the cache for the others, which read all but their question from it', () => {
    const [first, ...others] = planner('faithful')([])
    expect([first?.warms, ...new Set(others.map(({ warms }) => warms))]).toEqual([true, false])
    expect(first?.estimate.cachedTokens).toBe(0)
    for (const { estimate } of others) {
      expect(estimate.cachedTokens).toBeGreaterThan(6_500)
      expect(estimate.inputTokens).toBeLessThan(1_000)
    }
  })

  test('all calls share system prompt, schema and transcript to the letter, and differ behind the mark', () => {
    const prefixes = planner('faithful')([]).map(({ request }) => {
      const [first] = [request.messages[0]?.content ?? []].flat()
      return JSON.stringify([
        request.model,
        request.temperature,
        request.system,
        request.output_config,
        first,
      ])
    })
    expect(new Set(prefixes).size).toBe(1)
    expect(new Set(planner('faithful')([]).map(({ promptHash }) => promptHash)).size).toBe(ids.length)
  })

  test('the price is asked of posting and calibration set, without the transcript', () => {
    const [price] = walk(planner('faithful')).rounds[1] ?? []
    const sent = JSON.stringify(price?.request)
    expect(sent).not.toContain('Mend it. ')
    expect(sent).toContain(posting.title)
    for (const { title } of shippedCalibration.postings) expect(sent).toContain(title)
    expect(price?.request.output_config?.format?.schema).toEqual(answerSchema)
  })

  test('sends the study’s temperature where the model takes one', () => {
    const temperatures = ['claude-sonnet-4-6', 'claude-sonnet-5'].map(
      (model) => planner('faithful', profileOf(model))([])[0]?.request.temperature,
    )
    expect(temperatures).toEqual([0.2, undefined])
  })
})

describe('the frugal strategy', () => {
  test('asks everything in one call: definitions and prices before the transcript, questions behind it', () => {
    const { rounds } = walk(planner('frugal'))
    expect(rounds.map(stepsIn)).toEqual([['all']])
    const [call] = rounds[0] ?? []
    const system = JSON.stringify(call?.request.system)
    const user = JSON.stringify(call?.request.messages)
    for (const { question } of classifiers) expect(system).toContain(JSON.stringify(question).slice(1, -1))
    for (const id of ids) expect(user).toContain(`## ${id}`)
    expect(system).toContain('USD 20:')
    expect(call?.request).not.toHaveProperty('temperature')
  })

  test('writes to the cache what the next session reads, and not the transcript', () => {
    const [call] = planner('frugal')([])
    expect(JSON.stringify(call?.request.messages)).not.toContain('cache_control')
    expect(JSON.stringify(call?.request.system)).toContain('cache_control')
    expect(call?.warms).toBe(false)
  })
})

describe('every plan', () => {
  test('is the same for the same answers, and knows no question that the schema does not', () => {
    for (const strategy of strategies) expect(planner(strategy)([])).toEqual(planner(strategy)([]))
  })

  test('marks one prefix a call, and none below the minimum of the model', () => {
    const short = 'HUMAN:\nHello.'
    for (const strategy of strategies) {
      for (const call of walk(planner(strategy)).rounds.flat()) expect(marksIn(call)).toBe(1)
      for (const model of ['claude-haiku-4-5', 'claude-sonnet-4-6']) {
        const [first] = planner(strategy, profileOf(model), {}, short)([])
        const cached = strategy === 'frugal'
        expect([first?.warms, marksIn(first ?? failure())]).toEqual([false, cached ? 1 : 0])
      }
    }
  })

  test('the hash names all that is said but the record, the calibration set included', () => {
    const hash = (strategy: Strategy, options: PlanOptions = {}, text = transcript) =>
      walk(planner(strategy, sonnet, options, text))
        .rounds.flat()
        .at(-1)?.promptHash
    const other = { ...shippedCalibration, postings: shippedCalibration.postings.toReversed().slice(1) }
    for (const strategy of strategies) {
      expect(hash(strategy)).toMatch(/^[0-9a-f]{64}$/)
      expect(hash(strategy, {}, 'HUMAN:\nOther.')).toBe(hash(strategy))
      expect(hash(strategy, { calibration: other })).not.toBe(hash(strategy))
    }
  })

  test('costs at the study’s cut what was promised, against nine calls without a cache', () => {
    const apart = (9 * ((6_500 + 1_000) * sonnet.price.input + 60 * sonnet.price.output)) / 1e6
    const cost = (strategy: Strategy) =>
      estimateSession(strategy, sonnet, transcript, { charactersPerToken: 4 }).costUsd
    expect(cost('faithful') / apart).toBeLessThanOrEqual(0.4)
    expect(cost('frugal') / apart).toBeLessThanOrEqual(0.15)
  })

  test('an estimate of a session counts every call that is then sent', () => {
    for (const strategy of strategies) {
      const calls = walk(planner(strategy)).rounds.flat()
      expect(estimateSession(strategy, sonnet, transcript).calls).toBe(calls.length)
    }
  })

  test('reserves more than it expects to cost', () => {
    for (const strategy of strategies) {
      for (const call of planner(strategy)([])) {
        expect(upperCostOf(sonnet, call)).toBeGreaterThan(expectedCostOf(sonnet, call))
      }
    }
  })
})

describe('answers that fail', () => {
  test('what is not valid is asked once more, alone, with what was wrong; the same prefix is met', () => {
    const faults: QuestionId[] = ['outcome', 'expertise']
    for (const strategy of strategies) {
      const { rounds } = walk(planner(strategy), (call) => answerTo(call, call.attempt === 1 ? faults : []))
      const repairs = rounds.flat().filter(({ attempt }) => attempt === 2)
      expect(repairs.flatMap(({ asked }) => asked).sort()).toEqual(faults.toSorted())
      for (const repair of repairs) {
        const first = rounds.flat().find(({ step }) => step === repair.step)
        const question = JSON.stringify(repair.request.messages)
        expect(question).toContain('could not be used: it was not answered.')
        expect(textBefore(repair)).toEqual(textBefore(first))
        expect(repair.promptHash).not.toBe(first?.promptHash)
      }
    }
  })

  test('after an answer that broke off twice as much is allowed', () => {
    for (const strategy of strategies) {
      const { rounds } = walk(planner(strategy), (call) =>
        call.attempt === 1 ? failed('answer_truncated') : answerTo(call),
      )
      for (const repair of rounds.flat().filter(({ attempt }) => attempt === 2)) {
        const first = rounds.flat().find(({ step, attempt }) => step === repair.step && attempt === 1)
        expect(repair.request.max_tokens).toBe(2 * (first?.request.max_tokens ?? 0))
      }
    }
  })

  test('a posting that cannot be had leaves the value of the task unscorable, and its price unasked', () => {
    const { rounds, answered } = walk(planner('faithful'), (call) =>
      call.step === 'task_value.posting' ? failed('answer_refused') : answerTo(call),
    )
    expect(rounds.flatMap(stepsIn)).not.toContain('task_value.price')
    expect(conclude(answered).unscorable).toEqual([{ classifier: 'task_value', reason: 'answer_refused' }])
  })

  test('whatever fails: nothing is asked a third time, and every classifier ends as label or unscorable', () => {
    const fate = fc.constantFrom('valid', 'answer_refused', 'answer_truncated', 'answer_invalid', 'partly')
    fc.assert(
      fc.property(fc.constantFrom(...strategies), fc.infiniteStream(fate), (strategy, fates) => {
        const { rounds, answered } = walk(planner(strategy, sonnet, {}, 'HUMAN:\nx'), (call) => {
          const { value } = fates.next()
          if (value === 'valid') return answerTo(call)
          return value === 'partly' ? answerTo(call, call.asked.slice(0, 1)) : failed(value)
        })
        const attempts = rounds.flat().map(({ step, attempt }) => `${step} ${attempt}`)
        expect(new Set(attempts).size).toBe(attempts.length)
        const { labels, unscorable } = conclude(answered)
        const accounted = [...labels, ...unscorable].map(({ classifier }) => classifier)
        expect(accounted.toSorted()).toEqual(ids.toSorted())
      }),
      { numRuns: 300 },
    )
  })

  test('a session goes on from any part of its answers as if it had not stopped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...strategies), fc.nat(12), (strategy, kept) => {
        const next = planner(strategy, sonnet, {}, 'HUMAN:\nx')
        const answered = walk(next).answered.slice(0, kept)
        const stored: RecordedAnswer[] = JSON.parse(JSON.stringify(answered))
        expect(stored).toEqual(answered)
        const left = walk((more) => next([...stored, ...more])).answered
        const steps = [...answered, ...left].map(({ step }) => step)
        expect(new Set(steps).size).toBe(steps.length)
        expect(conclude([...answered, ...left]).unscorable).toEqual([])
      }),
    )
  })
})

describe('a label', () => {
  test('names the call that answered it and the hash of what that call asked', () => {
    const { answered } = walk(planner('frugal'), (call) =>
      answerTo(call, call.attempt === 1 ? ['outcome'] : []),
    )
    const { labels } = conclude(answered)
    const of = (id: string) => labels.find(({ classifier }) => classifier === id)
    const [first, repair] = answered
    expect([of('expertise')?.callId, of('expertise')?.promptHash]).toEqual([first?.callId, first?.promptHash])
    expect([of('outcome')?.callId, of('outcome')?.promptHash]).toEqual([repair?.callId, repair?.promptHash])
  })

  test('of a price in two steps hangs on both prompts', () => {
    const calls = walk(planner('faithful')).rounds.flat()
    const [written, priced] = ['task_value.posting', 'task_value.price'].map((step) => {
      const call = calls.find((one) => one.step === step)
      return record(call ?? failure())
    })
    if (written === undefined || priced === undefined) throw new Error('not asked')
    const hash = (...answered: RecordedAnswer[]) =>
      conclude(answered).labels.find(({ classifier }) => classifier === 'task_value')?.promptHash
    expect(hash(written, priced)).toMatch(/^[0-9a-f]{64}$/)
    expect(hash({ ...written, promptHash: 'other' }, priced)).not.toBe(hash(written, priced))
    expect(hash(written, { ...priced, promptHash: 'other' })).not.toBe(hash(written, priced))
  })
})

function failure(): never {
  throw new Error('no call was planned')
}

/** All text before the last block, which is the question. */
function textBefore(call: PlannedCall | undefined) {
  const content = [call?.request.messages[0]?.content ?? []].flat()
  return [call?.request.system, content.slice(0, -1)]
}
