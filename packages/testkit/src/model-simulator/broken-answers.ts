import type { FastifyReply } from 'fastify'
import type { Fault } from './faults.ts'

/** Whether nothing is done for a request with this fault. */
export const isUnheard = (fault: Fault | null): boolean =>
  fault?.kind === 'reset' || fault?.kind === 'hang' || fault?.kind === 'html'

/**
 * Faults below HTTP: what stands in for a reply on the bare connection. True where the fault is one of them, and the
 * reply is then done with. A connection left open ends when the simulator closes.
 */
export function breakAnswer(reply: FastifyReply, fault: Fault | null, body: string): boolean {
  switch (fault?.kind) {
    case 'reset':
    case 'lost':
      reply.hijack()
      reply.raw.socket?.resetAndDestroy()
      return true
    case 'hang':
      reply.hijack()
      return true
    case 'stall':
    case 'truncated': {
      reply.hijack()
      const half = Buffer.from(body).subarray(0, Math.floor(body.length / 2))
      reply.raw.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      })
      reply.raw.write(half, () => {
        if (fault.kind === 'truncated') reply.raw.socket?.destroySoon()
      })
      return true
    }
    case 'html':
      reply.type('text/html').send('<!doctype html><title>Bad gateway</title>')
      return true
    default:
      return false
  }
}
