import { createHash } from 'node:crypto'
import { classifiers } from '@fieldwork/codebook'
import { isFieldworkError } from '@fieldwork/errors'
import type { Fault } from '@fieldwork/testkit'
import { expect, test } from 'vitest'
import type { AccountedCall, Annotation, SessionToAnnotate } from '../src/index.ts'
import { prompt, says, session } from './session.ts'
import { start, strategies } from './start-anthropic.ts'

const faults: readonly Fault[] = [
  { kind: 'status', status: 529 },
  { kind: 'status', status: 500 },
  { kind: 'rate_limited', retryAfterSeconds: 1 },
  { kind: 'reset' },
  { kind: 'lost' },
  { kind: 'truncated' },
  { kind: 'html' },
  { kind: 'stream_error', status: 529 },
  { kind: 'refusal' },
  { kind: 'max_tokens' },
  { kind: 'bad_json' },
  { kind: 'wrong_option' },
]

const faultAt = (number: number): Fault | null =>
  chance(number) < 0.3 ? (faults[Math.floor(chance(number + 1e6) * faults.length)] ?? null) : null

/** A number from 0 to 1 that hangs on the request's number alone. */
const chance = (number: number) =>
  createHash('sha256').update(`seed ${number}`).digest().readUInt32BE() / 2 ** 32

/** Annotates until nothing transient is in the way, as the queue does. */
async function annotateInTheEnd(
  { annotator, context }: Awaited<ReturnType<typeof start>>,
  one: SessionToAnnotate,
): Promise<Annotation | undefined> {
  for (;;) {
    try {
      return (await annotator.annotate([one], context()))[0]
    } catch (error) {
      if (!isFieldworkError(error) || error.fate !== 'transient') throw error
    }
  }
}

const accountedIn = (annotation: Annotation | undefined) =>
  annotation?.outcome === 'annotated'
    ? [...annotation.labels, ...annotation.unscorable].map(({ classifier }) => classifier)
    : classifiers.map(({ id }) => id)

test.each(strategies)(
  '%s, whatever fails: every session ends in one state, and the account is the other side’s to the token',
  async (strategy) => {
    const begun = await start({ faults: faultAt }, { strategy })
    const { records, budget, simulator } = begun
    const sessions = Array.from({ length: 25 }, (_, id) =>
      session(
        [prompt(`Rename column ${id}. `.repeat(id % 2 === 0 ? 1 : 220)), says('Done. '.repeat(700))],
        id,
      ),
    )
    for (const one of sessions) {
      const accounted = accountedIn(await annotateInTheEnd(begun, one))
      expect([accounted.length, new Set(accounted).size]).toEqual([10, 10])
    }

    const calls = records.calls()
    const inState = (state: AccountedCall['state']) => calls.filter((call) => call.state === state)
    const places = inState('settled').map(
      ({ revisionId, step, attempt }) => `${revisionId} ${step} ${attempt}`,
    )
    expect(new Set(places).size, 'no call is paid twice').toBe(places.length)
    expect(inState('reserved')).toEqual([])

    const charged = new Map(simulator.account().entries.map((entry) => [entry.callId ?? '', entry]))
    for (const { callId } of inState('released')) expect(charged.has(callId)).toBe(false)
    for (const { callId, done } of inState('settled')) {
      expect(done?.costUsd).toBeCloseTo(charged.get(callId)?.usd ?? 0, 12)
      expect(done?.usage.outputTokens).toBe(charged.get(callId)?.usage.output_tokens)
    }
    const known = new Set([...inState('settled'), ...inState('lost')].map(({ callId }) => callId))
    expect([...charged.keys()].filter((callId) => !known.has(callId))).toEqual([])
    expect(budget.permits.filter(({ ended }) => ended === undefined)).toEqual([])
    expect(budget.permits).toHaveLength(calls.length)
  },
)
