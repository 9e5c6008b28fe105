import { availableParallelism } from 'node:os'
import type { ReadLine } from '@fieldwork/store'
import { Piscina } from 'piscina'
import { arrived, movableLines, type NumberedLine } from './move-lines.ts'
import type { ReadLineOptions } from './read-line.ts'
import type { ReadTask } from './read-lines.ts'

/** With more than these, the thread that hands out lines and commits them is the one that all wait for. */
const THREADS_AT_MOST = 4

/** Reads lines on other threads: reading is nearly all of what an upload costs, and requests are answered meanwhile. */
export type LineReaders = {
  /** Reads the lines, in order. */
  read(lines: readonly NumberedLine[], options: ReadLineOptions): Promise<readonly ReadLine[]>
  close(): Promise<void>
}

/** Starts a thread for each core; all uploads share them. */
export function createLineReaders(): LineReaders {
  const threads = Math.min(availableParallelism(), THREADS_AT_MOST)
  const pool = new Piscina<ReadTask, readonly ReadLine[]>({
    filename: new URL('./read-lines.ts', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
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
