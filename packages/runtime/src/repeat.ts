import type { Logger } from './logger.ts'

/**
 * Does `work` every `everyMs`, never twice at once. What it gives is logged at level debug; what it throws as a
 * warning, and the next turn tries again. The function given back stops it and waits for what is under way.
 */
export function repeat(
  name: string,
  everyMs: number,
  log: Logger,
  work: () => Promise<object>,
): () => Promise<void> {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= work()
      .then(
        (result) => log.debug(result, name),
        (err) => log.warn({ err }, `${name} failed`),
      )
      .finally(() => {
        running = undefined
      })
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await running
  }
}
