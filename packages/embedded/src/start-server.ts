import { setTimeout as sleep } from 'node:timers/promises'
import { FieldworkError } from '@fieldwork/errors'
import { freePort } from './free-port.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import { tailOf } from './server-log.ts'
import { launchServer, type ServerOptions, type ServerProcess } from './server-process.ts'

/** Time for recovery after a crash, which replays what was written since the last checkpoint. */
const START_LIMIT_MS = 120_000
const ATTEMPTS = 10

/**
 * Failures that pass: another process was faster to take the port, or processes of a server that was killed are
 * about to notice.
 */
const PASSING = /could not create any TCP\/IP sockets|pre-existing shared memory block/

/**
 * Starts the server on the port wanted, or on another one where that is taken, and waits until it takes connections.
 *
 * @throws FieldworkError `embedded_postgres_failed` with the end of the log; the server has ended then.
 */
export async function startServer(
  options: Omit<ServerOptions, 'port'> & { readonly port?: number },
): Promise<{ readonly server: ServerProcess; readonly port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 ? options.port : undefined)
    const server = await launchServer({ ...options, port })
    if (await becomesReady(server, options.cluster.data)) return { server, port }
    await server.stop()
    const tail = await tailOf(options.log)
    if (attempt < ATTEMPTS && PASSING.test(tail)) await sleep(200)
    else throw new FieldworkError('embedded_postgres_failed', `The end of ${options.log}:\n${tail}`)
  }
}

async function becomesReady(server: ServerProcess, data: string): Promise<boolean> {
  const deadline = Date.now() + START_LIMIT_MS
  while (!server.hasEnded() && Date.now() < deadline) {
    const file = await readPostmasterFile(data)
    if (file?.ready && file.pid === server.pid) return true
    await sleep(10)
  }
  return false
}
