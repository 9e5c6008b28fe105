import { createServer } from 'node:net'

/** A port of 127.0.0.1 nobody listens on: the one wanted if it is free, else any. It may be taken again at once. */
export async function freePort(wanted = 0): Promise<number> {
  const taken = await listenOn(wanted)
  return taken ?? (await listenOn(0)) ?? 0
}

function listenOn(port: number): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  const server = createServer()
  server.once('error', () => resolve(undefined))
  server.listen({ port, host: '127.0.0.1' }, () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
  })
  return promise
}
