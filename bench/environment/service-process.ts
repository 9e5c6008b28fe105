import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Listening } from '@fieldwork/runtime'

export type ServiceProcess = {
  readonly address: string
  readonly pid: number
  stop(): Promise<void>
}

const isListening = (message: unknown): message is Listening =>
  typeof message === 'object' && message !== null && 'listening' in message

/** Starts a service as it is deployed: its own main, its own process. Throws with its log where it ends at the start. */
export async function startService(
  name: 'api' | 'worker' | 'aggregator',
  environment: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const main = path.resolve(import.meta.dirname, `../../services/${name}/src/main.ts`)
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const log = lastOf(child)
  const exit = once(child, 'exit')
  const failed = exit.then(() => Promise.reject(new Error(`the ${name} ended at its start: ${log()}`)))
  failed.catch(() => {}) // an exit after the start is no failure
  const address = await Promise.race([listening(child), failed])
  if (child.pid === undefined) throw new Error(`the ${name} has no process id`)
  return {
    address,
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM')
      await exit
    },
  }
}

async function listening(child: ChildProcess): Promise<string> {
  for (;;) {
    const [message] = await once(child, 'message')
    if (isListening(message)) return message.listening
  }
}

/** Keeps the end of a log; warnings are shown as they come. */
function lastOf({ stdout }: ChildProcess): () => string {
  let last = ''
  stdout?.on('data', (chunk: Buffer) => {
    last = (last + chunk.toString()).slice(-4_000)
    process.stderr.write(chunk)
  })
  return () => last
}
