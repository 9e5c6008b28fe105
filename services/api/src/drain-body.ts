import type { IncomingMessage } from 'node:http'

const LIMIT_MS = 30_000

/**
 * Takes what a client still sends of a body that was answered early, and drops it: most clients read the answer only
 * once they have sent all. One that goes on for longer than `limitMs` loses its connection.
 */
export function drainBody(request: IncomingMessage, limitMs = LIMIT_MS): void {
  if (request.complete || request.destroyed) return
  const timer = setTimeout(() => request.destroy(), limitMs)
  timer.unref()
  for (const event of ['end', 'close']) request.once(event, () => clearTimeout(timer))
  request.on('error', () => {}) // it was answered, so nobody waits for the rest
  request.on('data', () => {})
}
