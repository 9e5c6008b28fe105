import type { ReadLine } from '@fieldwork/store'
import type { NumberedLine } from './move-lines.ts'

/** Lines read together: enough that handing them over costs little, few enough that all threads have some. */
const LINES_PER_READ = 32
const BYTES_PER_READ = 1024 * 1024
/** Lines committed together: few round trips, little memory, and a short time under lock. */
const LINES_PER_COMMIT = 500
const BYTES_PER_COMMIT = 16 * 1024 * 1024

export type Steps = {
  readonly read: (lines: readonly NumberedLine[]) => Promise<readonly ReadLine[]>
  /** Commits lines that follow those committed before; `bodyDigest` is that of the body up to and with the last. */
  readonly commit: (lines: readonly ReadLine[], bodyDigest: Buffer) => Promise<void>
}

export type Commits = {
  /** Takes the next line. Waits while as much is under way as may be held. Throws what reading or committing threw. */
  add(line: NumberedLine, bodyDigest: () => Buffer): Promise<void>
  /** Commits what is left. Throws what reading or committing threw; nothing after it is committed then. */
  finish(bodyDigest: () => Buffer): Promise<void>
}

/**
 * Gathers lines, has them read in small groups, and committed in large ones, in their order and one commit at a time.
 * While one is read and committed the next is gathered and read, so that no more than two are ever held.
 */
export function commitInOrder({ read, commit }: Steps): Commits {
  let group = emptyGroup<NumberedLine>()
  let reads = emptyGroup<Promise<readonly ReadLine[]>>()
  let committing: Promise<void> = Promise.resolve()

  const readGroup = () => {
    if (group.items.length === 0) return
    const reading = read(group.items)
    reading.catch(() => {}) // thrown where it is awaited
    reads.items.push(reading)
    group = emptyGroup()
  }
  const commitReads = async (bodyDigest: Buffer) => {
    readGroup()
    const reading = Promise.all(reads.items)
    reading.catch(() => {})
    reads = emptyGroup()
    await committing
    committing = reading.then((groups) => commit(groups.flat(), bodyDigest))
    committing.catch(() => {})
  }
  return {
    async add(line, bodyDigest) {
      group.items.push(line)
      for (const held of [group, reads]) {
        held.lines += 1
        held.bytes += bytesOf(line)
      }
      if (isFull(group, LINES_PER_READ, BYTES_PER_READ)) readGroup()
      if (isFull(reads, LINES_PER_COMMIT, BYTES_PER_COMMIT)) await commitReads(bodyDigest())
    },
    async finish(bodyDigest) {
      if (reads.lines > 0) await commitReads(bodyDigest())
      await committing
    },
  }
}

type Group<T> = { readonly items: T[]; lines: number; bytes: number }

const emptyGroup = <T>(): Group<T> => ({ items: [], lines: 0, bytes: 0 })
const isFull = (group: Group<unknown>, lines: number, bytes: number) =>
  group.lines >= lines || group.bytes >= bytes
const bytesOf = ({ line }: NumberedLine) => ('bytes' in line ? line.bytes.length : 0)
