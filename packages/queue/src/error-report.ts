/**
 * Passes errors on, the same message at most once per `everyMs`: a worker whose queue is away fails many times a
 * second, and a log of nothing else helps nobody. The next report says how many were left out.
 *
 * @param report told of the error and of how many with its message came since the last report of it
 */
export function throttledReport(
  report: (error: Error, leftOut: number) => void,
  everyMs: number,
  now: () => number,
): (error: unknown) => void {
  const seen = new Map<string, { reportedAt: number; leftOut: number }>()
  return (cause) => {
    const error = cause instanceof Error ? cause : new Error(String(cause))
    const before = seen.get(error.message)
    if (before && now() - before.reportedAt < everyMs) {
      before.leftOut += 1
      return
    }
    // Messages may name a job each, so the memory of them is bounded.
    if (seen.size >= 1_000) seen.clear()
    seen.set(error.message, { reportedAt: now(), leftOut: 0 })
    report(error, before?.leftOut ?? 0)
  }
}
