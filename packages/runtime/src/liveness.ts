import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { CheckReport, Probe } from './probe.ts'
import { withinLimit } from './within-limit.ts'

export type LivenessOptions = {
  /** Milliseconds; any origin, the same as `lastActivity`'s. */
  readonly clock: () => number
  /** Longer than the longest job, in milliseconds. */
  readonly staleAfterMs: number
  /** Work that waits to be taken. */
  readonly backlog: () => Promise<number>
  /** When work was last taken or finished. */
  readonly lastActivity: () => number
  /** Longest delay of the event loop since the last call, in milliseconds; measured unless given. */
  readonly eventLoopDelayMs?: () => number
  /** Delay from which the process counts as hung, in milliseconds. */
  readonly eventLoopLimitMs?: number
  /** Longest wait for `backlog`, in milliseconds. */
  readonly backlogLimitMs?: number
}

/**
 * A probe that tells a process that consumes from one that is merely alive: it fails when work has waited, and none
 * was taken or finished, for `staleAfterMs`. Idle time does not count: the time runs from the first probe that saw a
 * backlog, so work that has only just arrived is no failure. A backlog that cannot be asked for is none either, since
 * a restart brings no queue back; readiness reports that.
 */
export function createLiveness(options: LivenessOptions): Probe {
  const { clock, staleAfterMs, lastActivity, eventLoopLimitMs = 10_000 } = options
  const eventLoopDelayMs = options.eventLoopDelayMs ?? measureEventLoop()
  let backlogSince: number | undefined

  const consuming = async (): Promise<CheckReport> => {
    const waiting = await askBacklog(options)
    if (typeof waiting === 'string') return { ok: true, detail: `the backlog is not known: ${waiting}` }
    if (waiting === 0) {
      backlogSince = undefined
      return { ok: true, detail: 'nothing waits' }
    }
    backlogSince ??= clock()
    const idleMs = clock() - Math.max(lastActivity(), backlogSince)
    const seconds = Math.round(idleMs / 1_000)
    if (idleMs < staleAfterMs) return { ok: true, detail: `${waiting} wait, last activity ${seconds} s ago` }
    return { ok: false, detail: `${waiting} wait and none was taken or finished for ${seconds} s` }
  }

  const eventLoop = (): CheckReport => {
    const delayMs = Math.round(eventLoopDelayMs())
    return { ok: delayMs < eventLoopLimitMs, detail: `the event loop was held up for ${delayMs} ms at most` }
  }

  return async () => {
    const checks = { consuming: await consuming(), eventLoop: eventLoop() }
    return { ok: checks.consuming.ok && checks.eventLoop.ok, checks }
  }
}

/** How much waits, or why that is not known. */
async function askBacklog({ backlog, backlogLimitMs = 3_000 }: LivenessOptions): Promise<number | string> {
  try {
    return await withinLimit(backlog, backlogLimitMs, 'asking for the backlog')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function measureEventLoop(): () => number {
  const histogram = monitorEventLoopDelay({ resolution: 20 })
  histogram.enable()
  return () => {
    const longestMs = histogram.max / 1e6
    histogram.reset()
    return longestMs
  }
}
