import type { Logger } from 'pino'
import { withinLimit } from './within-limit.ts'

export type Closers = {
  /** Registers what must be closed. Give them in the order they were opened. */
  push(name: string, close: () => Promise<unknown> | unknown, limitMs?: number): void
  /** Closes everything, last opened first, each within its limit; an error stops none of the others. */
  closeAll(): Promise<void>
}

/** The stack of what a process has opened. Calling `closeAll` again waits for the same closing. */
export function closers({
  log,
  limitMs = 10_000,
}: {
  readonly log: Logger
  readonly limitMs?: number
}): Closers {
  const open: { name: string; close: () => Promise<unknown> | unknown; limitMs: number }[] = []
  let closing: Promise<void> | undefined

  const drain = async (): Promise<void> => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { name, close } = next
      try {
        await withinLimit(async () => close(), next.limitMs, `closing ${name}`)
        log.debug({ name }, 'closed')
      } catch (err) {
        log.error({ name, err }, 'could not close')
      }
    }
  }

  return {
    push(name, close, ownLimitMs = limitMs) {
      open.push({ name, close, limitMs: ownLimitMs })
    },
    closeAll() {
      closing ??= drain()
      return closing
    },
  }
}
