import type { Producer } from '@fieldwork/queue'
import { changedRuns, type Database } from '@fieldwork/store'

/** Enqueues every run whose facts changed; a job that exists stays the one job. Returns how many there are. */
export async function look(database: Database, producer: Producer): Promise<{ runs: number }> {
  const runs = await changedRuns(database)
  for (const run of runs) await producer.addAggregate(run)
  return { runs: runs.length }
}
