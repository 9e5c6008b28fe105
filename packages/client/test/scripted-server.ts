import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** A real HTTP server whose answers are the test's, one handler per request in turn; the last one stays. */
export async function startServer(...handlers: Handler[]) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    const handler = handlers[Math.min(requests.length, handlers.length - 1)]
    requests.push(request)
    void handler?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Handler =>
  async (request, response) => {
    await buffer(request)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
  }

/** Breaks the connection once the first bytes of the body have come. */
export const breakOff: Handler = (request) => {
  request.once('data', () => request.socket.destroy())
}

const id = '0198f5a2-3c1e-7d4b-9a6f-2b8c4d5e6f70'

export function batch(changes: Record<string, unknown> = {}) {
  return {
    id,
    state: 'accepted',
    counts: { posted: 1, accepted: 1, duplicate: 0, revised: 0, rejected: 0 },
    progress: { pending: 1, annotating: 0, parked: 0, annotated: 0, excluded: 0, unscorable: 0, dead: 0 },
    complete: false,
    materialised: false,
    createdAt: '2026-01-02T03:04:05.000Z',
    acceptedAt: '2026-01-02T03:04:06.000Z',
    links: {
      self: `/v1/batches/${id}`,
      rejections: `/v1/batches/${id}/rejections`,
      events: `/v1/batches/${id}/events`,
    },
    ...changes,
  }
}
