import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { type Job, VARIABLE } from './job.ts'

const main = path.resolve(import.meta.dirname, 'worker.ts')

/** A process of its own. `stop` waits until its last calls are answered. */
export function startWorker(job: Job): { stop(): Promise<void> } {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, [VARIABLE]: JSON.stringify(job) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exit = once(child, 'exit')
  return {
    async stop() {
      child.kill('SIGTERM')
      await exit
    },
  }
}
