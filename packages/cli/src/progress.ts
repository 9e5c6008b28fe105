import cliProgress from 'cli-progress'
import { createPace } from './pace.ts'

/** How far a step has come, in sessions. */
export type Progress = {
  readonly step: 'sending' | 'annotating' | 'materialising'
  readonly done: number
  readonly total: number
  readonly note?: string
}

export type ProgressReporter = {
  report(progress: Progress): void
  /** Ends the bar; nothing may be reported afterwards. */
  stop(): void
}

const FORMAT = '{step} {bar} {percentage}% {value}/{total} sessions {pace} {note}'
/** Between plain lines, where there is no terminal to redraw. */
const PLAIN_INTERVAL_MS = 5_000

/** Shows progress on a stream: a bar on a terminal, else a plain line every five seconds and one per finished step. */
export function createProgressReporter(
  stream: NodeJS.WriteStream,
  now: () => number = Date.now,
): ProgressReporter {
  return stream.isTTY ? bar(stream, now) : plainLines(stream, now)
}

function bar(stream: NodeJS.WriteStream, now: () => number): ProgressReporter {
  const pace = createPace(now)
  let current: { step: Progress['step']; bar: cliProgress.SingleBar } | undefined
  const end = () => {
    current?.bar.stop()
    current = undefined
  }
  return {
    report(progress) {
      const { step, done, total, note } = progress
      const payload = {
        step: step.padEnd('materialising'.length),
        pace: pace(progress) ?? '',
        note: note ?? '',
      }
      if (current?.step !== step) {
        end()
        const options = { format: FORMAT, stream, hideCursor: false, stopOnComplete: false }
        current = { step, bar: new cliProgress.SingleBar(options, cliProgress.Presets.shades_classic) }
        current.bar.start(total, done, payload)
      }
      current.bar.setTotal(total)
      current.bar.update(done, payload)
    },
    stop: end,
  }
}

function plainLines(stream: NodeJS.WriteStream, now: () => number): ProgressReporter {
  let shown: Progress | undefined
  let last: Progress | undefined
  let shownAt = now()
  const pace = createPace(now)
  let lastPace: string | undefined
  const show = (progress: Progress | undefined) => {
    if (progress === undefined || progress === shown) return
    const { step, done, total, note } = progress
    const more = [lastPace, note].filter((part) => part !== undefined)
    stream.write(`${[`${step}: ${done} of ${total} sessions`, ...more].join(', ')}\n`)
    shown = progress
    shownAt = now()
  }
  return {
    report(progress) {
      if (last !== undefined && last.step !== progress.step) show(last)
      last = progress
      lastPace = pace(progress)
      if (now() - shownAt >= PLAIN_INTERVAL_MS) show(progress)
    },
    stop: () => show(last),
  }
}
