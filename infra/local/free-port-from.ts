import { createServer } from 'node:net'

/** The first port from `first` on that nothing listens on, on the loopback address; tries twenty, then takes any. */
export async function freePortFrom(first: number): Promise<number> {
  for (let port = first; port < first + 20; port += 1) {
    if (await isFree(port)) return port
  }
  return 0
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
