import { availableParallelism } from 'node:os'
import type { ReadLine } from '@fieldwork/store'
import { Piscina } from 'piscina'
import { arrived, movableLines, type NumberedLine } from './move-lines.ts'
import type { ReadLineOptions } from './read-line.ts'
import type { ReadTask } from './read-lines.ts'

/** More threads than this would wait for Postgres. */
const THREADS_AT_MOST = 8
const IDLE_MS = 30_000

/** Reads lines on other threads: reading is nearly all of what an upload costs, and requests are answered meanwhile. */
export type LineReaders = {
  /** Reads the lines, in order. */
  read(lines: readonly NumberedLine[], options: ReadLineOptions): Promise<readonly ReadLine[]>
  close(): Promise<void>
}

/** One thread for each core, which all uploads share; all but one end when they have nothing to do. */
export function createLineReaders(): LineReaders {
  const pool = new Piscina<ReadTask, readonly ReadLine[]>({
    filename: new URL('./read-lines.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: Math.min(availableParallelism(), THREADS_AT_MOST),
    idleTimeout: IDLE_MS,
    recordTiming: false,
  })
  return {
    async read(lines, options) {
      const { value, buffer } = movableLines(lines)
      const read = await pool.run({ lines: value, options }, { transferList: [buffer] })
      return read.map(arrived)
    },
    close: () => pool.destroy(),
  }
}
