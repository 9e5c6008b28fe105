import type { PlannedCall } from './planned-call.ts'

/**
 * Asks the calls of one round, at most `concurrency` at once: one that warms first, the others once its answer has begun (or
 * ended). After a failure none is begun any more; those under way are awaited, so that what was paid is recorded, and then
 * the first failure is thrown.
 */
export async function askRound(
  calls: readonly PlannedCall[],
  concurrency: number,
  ask: (call: PlannedCall, begun?: () => void) => Promise<void>,
): Promise<void> {
  const waiting = [...calls]
  const failures: unknown[] = []
  const attempt = async (call: PlannedCall, begun?: () => void) => {
    try {
      await ask(call, begun)
    } catch (error) {
      failures.push(error)
    }
  }
  const askInTurn = async (): Promise<void> => {
    for (let call = waiting.shift(); call !== undefined && failures.length === 0; call = waiting.shift()) {
      await attempt(call)
    }
  }
  const [first] = calls
  let warm: Promise<void> | undefined
  if (first?.warms === true) {
    waiting.shift()
    const begun = Promise.withResolvers<void>()
    warm = attempt(first, begun.resolve)
    await Promise.race([begun.promise, warm])
  }
  // The call that warms takes up the first place until its answer has ended.
  const places = Array.from({ length: concurrency - 1 }, askInTurn)
  await warm
  await Promise.all([askInTurn(), ...places])
  if (failures.length > 0) throw failures[0]
}
