import type { Endpoint } from './faults.ts'

export type Headers = Readonly<Record<string, string | string[] | undefined>>

/** A request as it was received, with the status of its answer. */
export type ReceivedRequest = {
  /** Among the requests of its endpoint, from 0. */
  readonly number: number
  readonly endpoint: Endpoint
  /** Empty where bodies are not kept. */
  readonly headers: Headers
  readonly body: unknown
  readonly status: number
}

export type Received = {
  /** The number of the next request of an endpoint. */
  next(endpoint: Endpoint): number
  add(request: ReceivedRequest): void
  of(endpoint: Endpoint): readonly ReceivedRequest[]
}

export function createReceived(keepBodies: boolean): Received {
  const counts = new Map<Endpoint, number>()
  const all: ReceivedRequest[] = []
  return {
    next(endpoint) {
      const number = counts.get(endpoint) ?? 0
      counts.set(endpoint, number + 1)
      return number
    },
    add({ number, endpoint, status, ...sent }) {
      const kept = keepBodies ? sent : { headers: {}, body: undefined }
      all.push({ number, endpoint, status, ...kept })
    },
    of: (endpoint) => all.filter((request) => request.endpoint === endpoint),
  }
}
