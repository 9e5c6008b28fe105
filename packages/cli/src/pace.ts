import type { Progress } from './progress.ts'

/** What is told of a step that just began would be a guess. */
const SETTLED_MS = 2_000

/**
 * How fast a step goes and how long it still takes at that pace: `120/s, 2 min left`. Undefined in a step's first two
 * seconds.
 */
export function createPace(now: () => number): (progress: Progress) => string | undefined {
  let step: string | undefined
  let startedAt = 0
  let doneBefore = 0
  return ({ step: current, done, total }) => {
    if (current !== step) {
      step = current
      startedAt = now()
      doneBefore = done
    }
    const elapsedMs = now() - startedAt
    const rate = ((done - doneBefore) / elapsedMs) * 1_000
    if (elapsedMs < SETTLED_MS || rate <= 0) return undefined
    const told = `${rate >= 10 ? Math.round(rate) : rate.toFixed(1)}/s`
    return done >= total ? told : `${told}, ${formatDuration((total - done) / rate)} left`
  }
}

function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`
}
