import { constants } from 'node:os'
import { catalogue, isFieldworkError } from '@fieldwork/errors'
import { type Local, startLocal } from './start-local.ts'

const say = (text: string) => process.stderr.write(`${text}\n`)

/** A terminal, npm and a supervisor may each pass on the same signal: what comes this soon is no second one. */
const SAME_SIGNAL_MS = 1_000

export type LocalRun = {
  readonly project: string
  /** What is done once all is up, and its exit status. The process then stays until a signal, unless `once`. */
  readonly work: (local: Local) => Promise<number>
  readonly once: boolean
}

/** The life of the local set-up's process: starts everything, does the work, stays up, and takes everything down. */
export async function runLocal({ project, work, once }: LocalRun): Promise<void> {
  const stopping = Promise.withResolvers<number>()
  listenForSignals(stopping.resolve)
  let local: Local | undefined
  let status = 0
  let ending = false
  try {
    const started = startLocal(project, say)
    local = await Promise.race([started, stopping.promise.then(() => undefined)])
    if (local === undefined) {
      // Told to stop while it was starting: what is up by now must come down.
      local = await started
    } else {
      for (const service of local.services) {
        service.ended.then((how) => {
          if (ending) return
          say(`The ${service.name} ended with ${how}; see ${service.logFile}`)
          stopping.resolve(1)
        })
      }
      const worked = work(local).then((done) => (once || done !== 0 ? done : stopping.promise))
      status = await Promise.race([worked, stopping.promise])
    }
  } catch (error) {
    say(describe(error))
    status = 1
  }
  ending = true
  await local?.stop()
  process.exit(status)
}

function listenForSignals(stop: (status: number) => void): void {
  let first = Number.NEGATIVE_INFINITY
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const now = performance.now()
      if (first > 0 && now - first > SAME_SIGNAL_MS) process.exit(128 + constants.signals[signal])
      if (first > 0) return
      first = now
      say('Stopping … (once more ends at once)')
      stop(0)
    })
  }
}

function describe(error: unknown): string {
  if (!isFieldworkError(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const { title, cause, remedy } = catalogue[error.code]
  return `${title}: ${error.detail}\n  Why: ${cause}\n  What to do: ${remedy}`
}
