import type { Fault, FaultScript, Random } from '@fieldwork/testkit'

/** Every way in which a model can fail that is passing, with its weight. */
const passing: readonly (readonly [weight: number, fault: Fault])[] = [
  [3, { kind: 'rate_limited', retryAfterSeconds: 1 }],
  [3, { kind: 'status', status: 529 }],
  [2, { kind: 'status', status: 500 }],
  [1, { kind: 'status', status: 504 }],
  [2, { kind: 'reset' }],
  [2, { kind: 'lost' }],
  [1, { kind: 'hang' }],
  [1, { kind: 'stall' }],
  [2, { kind: 'truncated' }],
  [1, { kind: 'html' }],
  [1, { kind: 'stream_error', status: 529 }],
  [3, { kind: 'refusal' }],
  [2, { kind: 'max_tokens' }],
  [3, { kind: 'bad_json' }],
  [3, { kind: 'wrong_option' }],
]
const weights = passing.reduce((sum, [weight]) => sum + weight, 0)

/** What lasts: by the session alone, so that asking again changes nothing. */
const lasting: readonly (readonly [inSession: RegExp, fault: Fault])[] = [
  [/into storm-\d*01\.txt/, { kind: 'refusal' }],
  [/into storm-\d*02\.txt/, { kind: 'bad_json' }],
  [/into storm-\d*03\.txt/, { kind: 'status', status: 400 }],
  [/into storm-\d*04\.txt/, { kind: 'status', status: 413 }],
]

/**
 * A model in bad weather: a tenth of all requests meets some fault, sessions whose number ends in 01 to 04 always meet theirs,
 * and for ten seconds from the third on everything is answered with 429. `random` draws from [0, 1).
 */
export function faultStorm(random: Random, startedAt: number): FaultScript {
  return (_number, { body, at }) => {
    const storm = at - startedAt
    if (storm > 3_000 && storm < 13_000) return { kind: 'rate_limited', retryAfterSeconds: 2 }
    const text = JSON.stringify(body)
    const always = lasting.find(([inSession]) => inSession.test(text))
    if (always !== undefined) return always[1]
    return random() < 0.1 ? draw(random() * weights) : null
  }
}

function draw(point: number): Fault | null {
  let reached = 0
  for (const [weight, fault] of passing) {
    reached += weight
    if (point < reached) return fault
  }
  return null
}
