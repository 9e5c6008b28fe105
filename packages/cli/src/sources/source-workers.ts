import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { inOrder } from './in-order.ts'
import type { SessionSource } from './session-source.ts'
import { isReadOnce } from './transcript-file.ts'

/** Below this, starting threads takes longer than they save. */
const WORTH_THREADS = 64
/** With more than these, the thread that compresses and sends is the one that all wait for. */
const THREADS_AT_MOST = 8
/** Sessions begun for each thread: none waits for the next, and what is done early does not fill the memory. */
const AHEAD = 3

type SourceTask = { readonly source: SessionSource }

/**
 * Does a task with each of the sessions and gives what came of them, in their order: on a thread for each core where there
 * are many, else on this one. `task` is one that tasks.ts exports: threads find it by its name.
 */
export async function* forEachSource<Task extends SourceTask, Result>(
  task: (task: Task) => Promise<Result>,
  tasks: readonly Task[],
): AsyncGenerator<Result, void> {
  if (tasks.length < WORTH_THREADS) {
    yield* inOrder(tasks, task, 1)
    return
  }
  pool ??= openPool()
  const running = pool
  // Standard input is this thread's alone, and so is what only it has open.
  const work = (one: Task) => (isThisThreads(one) ? task(one) : running.run(one, { name: task.name }))
  yield* inOrder(tasks, work, threads * AHEAD)
}

const threads = Math.min(availableParallelism(), THREADS_AT_MOST)
/** Of the whole process, since starting it takes as long as reading some hundred sessions. It does not keep the process alive. */
let pool: Piscina | undefined

const openPool = () =>
  new Piscina({
    filename: new URL('./tasks.ts', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    recordTiming: false,
  })

const isThisThreads = ({ source }: SourceTask) => source.parts.some(isReadOnce)
