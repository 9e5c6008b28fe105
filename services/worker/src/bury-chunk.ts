import type { FieldworkError } from '@fieldwork/errors'
import { ATTEMPTS } from '@fieldwork/queue'
import { type Database, markChunkDead } from '@fieldwork/store'

/**
 * The dead-letter record of a chunk that will not be tried again, with the reason. Attempts that were used up while
 * Postgres was away are none of its sessions': these wait on, and the sweep gives them a job again. Returns how many are
 * dead.
 */
export function buryChunk(database: Database, chunkId: string, error: FieldworkError): Promise<number> {
  return markChunkDead(database, chunkId, error.message, error.code === 'attempts_exhausted' ? ATTEMPTS : 0)
}
