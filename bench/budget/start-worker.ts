import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { type Job, VARIABLE } from './job.ts'

const main = path.resolve(import.meta.dirname, 'worker.ts')

export type WorkerProcess = {
  go(): void
  /** Waits until its last calls are answered. */
  stop(): Promise<void>
}

/** A process of its own, once it is ready to go. */
export async function startWorker(job: Job): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, [VARIABLE]: JSON.stringify(job) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exit = once(child, 'exit')
  await Promise.race([once(child, 'message'), exit])
  return {
    go: () => void child.send('go'),
    async stop() {
      child.kill('SIGTERM')
      await exit
    },
  }
}
