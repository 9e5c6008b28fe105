import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@fieldwork/client'
import type { Run } from '@fieldwork/contract'
import { createProgressReporter, type Progress } from '../progress.ts'

const POLL_MS = 1_000

/** Waits until nothing of a run's history is left to do, or the run is stopped. Gives its last state. */
export async function waitForRun(client: Client, id: number): Promise<Run> {
  const reporter = createProgressReporter(process.stderr)
  try {
    for (;;) {
      const run = await client.run(id)
      reporter.report(progressOf(run))
      if (isOver(run)) return run
      await sleep(POLL_MS)
    }
  } finally {
    reporter.stop()
  }
}

/** A stopped run is over once what annotators had in hand is finished. */
function isOver({ history, stopped }: Run): boolean {
  return history.annotating === 0 && (stopped !== null || history.pending + history.parked === 0)
}

function progressOf({ history }: Run): Progress {
  const total = Object.values(history).reduce((sum, count) => sum + count, 0)
  const { pending, annotating, parked } = history
  return {
    step: 'annotating',
    done: total - pending - annotating - parked,
    total,
    ...(parked > 0 ? { note: `${parked} parked` } : {}),
  }
}
