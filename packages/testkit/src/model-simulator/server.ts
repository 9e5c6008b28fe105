import { fastify } from 'fastify'
import type { AccountStatement } from './account.ts'
import { apiError } from './api-error.ts'
import { createBatches } from './batches/batches.ts'
import { batchRoutes } from './batches/routes.ts'
import type { Endpoint, FaultScript } from './faults.ts'
import type { Limits } from './limits/rate-limits.ts'
import { messageRoutes } from './messages/routes.ts'
import type { ModelSimulatorOptions } from './options.ts'
import type { ReceivedRequest } from './received.ts'
import { createSimulation } from './simulation.ts'

export type ModelSimulator = {
  /** The base URL for a client. */
  readonly url: string
  /** What was received so far at an endpoint (POST /v1/messages, where none is named), in order. */
  requests(endpoint?: Endpoint): readonly ReceivedRequest[]
  /** What was answered with tokens so far. */
  account(): AccountStatement
  /** Changes limits of all keys and models while it runs. Throws a RangeError for one that is not above 0. */
  setLimits(changed: Partial<Limits>): void
  /** From the next request on, these are the faults. Requests are counted on. */
  setFaults(faults: FaultScript): void
  close(): Promise<void>
}

const MAX_BODY = 32 * 1024 * 1024

/**
 * A Messages API of our own, on a real port: messages, whole and streamed, token counts and batches of text without tools.
 * It checks the key, the version and the request, keeps token buckets and a prompt cache, takes its time, fails as it is
 * told to, and answers from a planted function. Tokens are counted as four characters each, an output schema as none.
 */
export async function startModelSimulator(options: ModelSimulatorOptions = {}): Promise<ModelSimulator> {
  const simulation = createSimulation(options)
  const app = fastify({ bodyLimit: MAX_BODY, forceCloseConnections: true })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(apiError(404, 'Not found', 'req_sim')))
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500
    reply.code(status).send(apiError(status, error.message, 'req_sim'))
  })
  messageRoutes(app, simulation)
  const batches = createBatches(simulation)
  batchRoutes(app, simulation, batches)
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return {
    url,
    requests: (endpoint = 'messages') => simulation.received.of(endpoint),
    account() {
      batches.settle()
      return simulation.account.statement()
    },
    setLimits: (changed) => simulation.limits.set(changed),
    setFaults(faults) {
      simulation.faults = faults
    },
    close: () => app.close(),
  }
}
