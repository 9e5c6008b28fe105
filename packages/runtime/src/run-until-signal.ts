import { constants } from 'node:os'
import type { Logger } from 'pino'
import type { Closers } from './closers.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Lets the process run until it is told to end, then closes everything and exits 0. A second signal exits at once,
 * as a shell would report it (128 + number). An error nobody caught is logged as fatal and ends the process the same
 * way, with 1: its state is not known any more.
 */
export function runUntilSignal({ log, closers }: { readonly log: Logger; readonly closers: Closers }): void {
  let ending = false

  const end = (status: number): void => {
    ending = true
    closers.closeAll().then(
      () => process.exit(status),
      (err) => {
        log.fatal({ err }, 'closing failed')
        process.exit(1)
      },
    )
  }

  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (ending) {
        log.warn({ signal }, 'second signal, exiting at once')
        process.exit(128 + constants.signals[signal])
      }
      log.info({ signal }, 'closing')
      end(0)
    })
  }

  const onUncaught = (err: unknown, origin: string): void => {
    log.fatal({ err, origin }, 'uncaught')
    if (!ending) end(1)
  }
  process.on('uncaughtException', (error) => onUncaught(error, 'uncaughtException'))
  process.on('unhandledRejection', (reason) => onUncaught(reason, 'unhandledRejection'))
}
