import { type Endpoint, type Fault, faultOf } from './faults.ts'
import type { Headers } from './received.ts'
import type { Simulation } from './simulation.ts'

export type Refusal = {
  readonly status: number
  readonly error: string
  readonly retryAfterSeconds?: number | undefined
}

/** A request at the door: who sent it, and what befalls it. */
export type Arrival = {
  readonly number: number
  readonly requestId: string
  readonly endpoint: Endpoint
  readonly key: string
  readonly version: string
  readonly headers: Headers
  readonly body: unknown
  readonly fault: Fault | null
  /** Why it goes no further: key, version and scripted fault, in this order. */
  readonly refusal: Refusal | null
}

export function arrive(
  simulation: Simulation,
  endpoint: Endpoint,
  { headers, body }: { readonly headers: Headers; readonly body?: unknown },
): Arrival {
  const number = simulation.received.next(endpoint)
  const key = keyOf(headers)
  const version = headers['anthropic-version']?.toString() ?? ''
  const about = { number, requestId: `req_sim_${endpoint}_${number}`, endpoint, key, version, headers, body }
  const stopped = (refusal: Refusal): Arrival => ({ ...about, fault: null, refusal })
  if (key === '' || simulation.options.keys?.includes(key) === false) {
    return stopped({ status: 401, error: 'invalid x-api-key' })
  }
  if (version === '') return stopped({ status: 400, error: 'anthropic-version: header is required' })
  const fault = faultOf(simulation.faults, number, { endpoint, at: simulation.now(), headers, body })
  return { ...about, fault, refusal: refusalOf(fault, body) }
}

function refusalOf(fault: Fault | null, body: unknown): Refusal | null {
  switch (fault?.kind) {
    case 'status':
      return { status: fault.status, error: 'as scripted' }
    case 'rate_limited':
      return { status: 429, error: 'rate limit exceeded', retryAfterSeconds: fault.retryAfterSeconds }
    case 'stream_error':
      return isStreamed(body) ? null : { status: fault.status, error: 'as scripted' }
    default:
      return null
  }
}

const isStreamed = (body: unknown) =>
  typeof body === 'object' && body !== null && 'stream' in body && body.stream === true

function keyOf({ authorization, 'x-api-key': apiKey }: Headers): string {
  return /^Bearer (.+)$/.exec(authorization?.toString() ?? '')?.[1] ?? apiKey?.toString() ?? ''
}
