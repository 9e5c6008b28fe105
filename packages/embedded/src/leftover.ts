import { setTimeout as sleep } from 'node:timers/promises'
import { FieldworkError } from '@fieldwork/errors'
import { commandLine } from './command-line.ts'
import { disownPostmasterFile, readPostmasterFile } from './postmaster-file.ts'

/** How long a fast shutdown may take before the server is made to end without one, and how long that may take. */
const LIMITS_MS = { SIGINT: 30_000, SIGQUIT: 5_000 } as const

/**
 * Ends the server that a process which was killed left behind on these data. Its committed transactions are safe.
 * The caller holds the lock, so the server belongs to nobody.
 */
export async function endLeftover(data: string): Promise<void> {
  const file = await readPostmasterFile(data)
  if (file === undefined) return
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!(await isServerOf(file.pid, data))) break
    send(signal, file.pid)
    await ended(file.pid, data, LIMITS_MS[signal])
  }
  if (await isServerOf(file.pid, data)) {
    throw new FieldworkError(
      'embedded_postgres_failed',
      `The server left behind, process ${file.pid}, does not end.`,
    )
  }
  if (await readPostmasterFile(data)) await disownPostmasterFile(data)
}

/** Numbers of processes are used again, so the one in the file may be anything by now. */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  return (await commandLine(pid)).includes(` -D ${data} `)
}

async function ended(pid: number, data: string, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs
  while (Date.now() < deadline && (await isServerOf(pid, data))) await sleep(20)
}

function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // It ended in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
