import { setTimeout as sleep } from 'node:timers/promises'
import type { BackendFactory, IQueueBackend } from 'bullmq'

/**
 * A backend that takes its time after a failed fetch. BullMQ waits only after a refused connection and goes round at
 * once after any other error (a server that is starting up, a host name that is gone, a table that was dropped),
 * which would occupy a core and fill the log.
 *
 * @param afterFailure runs before the error goes on to BullMQ, for example to repair what is missing
 */
export function patient<B extends IQueueBackend, C>(
  factory: BackendFactory<B, C>,
  pauseMs: number,
  afterFailure: (error: unknown) => Promise<void>,
): BackendFactory<B, C> {
  return (name, options, extra) => {
    const backend = factory(name, options, extra)
    const fetch = backend.moveToActive.bind(backend)
    backend.moveToActive = async (token, worker) => {
      try {
        return await fetch(token, worker)
      } catch (error) {
        await afterFailure(error)
        await sleep(pauseMs)
        throw error
      }
    }
    return backend
  }
}
