import { queueBackends } from '@fieldwork/testkit/vitest'
import { describe, test } from 'vitest'

/** Tests of a whole system wait as often as they must, so that no slow machine fails them. */
export const TEST_TIMEOUT_MS = 240_000

export type QueueBackend = ReturnType<typeof queueBackends>[number]

/** A suite per backend of the queue. Where no Redis can be had its half is skipped, and says why. */
export function describeBackends(what: string, define: (backend: QueueBackend) => void): void {
  const backends = queueBackends()
  for (const backend of backends) {
    describe(`${what}, queue on ${backend.name}`, { timeout: TEST_TIMEOUT_MS }, () => define(backend))
  }
  if (!backends.some(({ name }) => name === 'Redis')) {
    test.skip(`${what}, queue on Redis: neither redis-server nor a Docker engine is here`)
  }
}
