import type { Arrival, Refusal } from '../arrival.ts'
import type { Allowance } from '../limits/rate-limits.ts'
import { readMessageRequest } from '../message-request.ts'
import type { CachePlan } from '../prompt-cache.ts'
import type { Simulation } from '../simulation.ts'
import { type Message, message, spoken } from './message.ts'

/** An answer that is under way. */
export type Answer = {
  readonly message: Message
  readonly streamed: boolean
  readonly plan: CachePlan
  readonly allowance: Allowance
}

/** Answers one request as the Messages API would, after the door: request, then rate. */
export function respond(simulation: Simulation, arrival: Arrival): Answer | Refusal {
  if (arrival.refusal !== null) return arrival.refusal
  const read = readMessageRequest(arrival.body, arrival.version)
  if ('refused' in read) return { status: 400, error: read.refused }
  const { request } = read
  const plan = simulation.cache.plan(arrival.key, request, simulation.cacheMinimum(request.model))
  const allowance = simulation.limits.of(arrival.key, request.model)
  const { input_tokens, cache_creation_input_tokens } = plan.usage
  const waitMs = allowance.admit(input_tokens + cache_creation_input_tokens)
  if (waitMs !== null) {
    return { status: 429, error: 'rate limit exceeded', retryAfterSeconds: Math.ceil(waitMs / 1_000) }
  }
  const said = spoken(simulation.answerText(request), request.max_tokens, arrival.fault)
  const id = `msg_sim_${arrival.number}`
  return {
    message: message(id, request.model, said, plan.usage, 'standard'),
    streamed: request.stream ?? false,
    plan,
    allowance,
  }
}
