import type { Readable } from 'node:stream'
import { FieldworkError } from '@fieldwork/errors'

/**
 * The bytes of a request's body as they are asked for. Throws `body_stalled` when the next ones do not come within
 * `idleMs`: the time that they wait to be asked for does not count. Throws the reason of `stopping` once it aborts. The
 * request is not destroyed when it is left early, since the answer goes back over the same connection.
 */
export async function* requestBody(
  request: Readable,
  idleMs: number,
  stopping: AbortSignal,
): AsyncGenerator<Buffer> {
  const parts: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      stopping.throwIfAborted()
      const part = await arrival(parts.next(), idleMs, stopping)
      if (part.done === true) return
      yield part.value
    }
  } finally {
    // Not awaited: where the body has stalled it returns when the connection closes.
    parts.return?.().catch(() => {})
  }
}

async function arrival<T>(next: Promise<T>, idleMs: number, stopping: AbortSignal): Promise<T> {
  const givenUp = Promise.withResolvers<never>()
  const stalled = () => givenUp.reject(new FieldworkError('body_stalled', `nothing came for ${idleMs} ms`))
  const stopped = () => givenUp.reject(stopping.reason)
  const timer = setTimeout(stalled, idleMs)
  stopping.addEventListener('abort', stopped, { once: true })
  try {
    return await Promise.race([next, givenUp.promise])
  } finally {
    clearTimeout(timer)
    stopping.removeEventListener('abort', stopped)
  }
}
