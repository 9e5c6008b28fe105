import { type Static, type TObject, Type } from 'typebox'
import { type Closers, closers } from './closers.ts'
import { readConfiguration } from './configuration.ts'
import { createLogger, type Logger } from './logger.ts'
import { runUntilSignal } from './run-until-signal.ts'
import { logging } from './service-configuration.ts'

export type ServiceContext = { readonly log: Logger; readonly closers: Closers }

/** What a service tells whoever started it, once it does its work: where it answers. */
export type Listening = { readonly listening: string }

/**
 * The life of a service's process: configuration from the environment, log, `start`, then running until a signal, or
 * until the process that started it with a channel is gone. `start` gives the address that the service answers at. A
 * configuration that does not fit, or a start that fails, is logged and ends the process with 1.
 */
export async function runService<T extends TObject>(
  service: string,
  schema: T,
  start: (configuration: Static<T>, context: ServiceContext) => Promise<string>,
): Promise<void> {
  let log = createLogger({ service, level: 'info' })
  try {
    const { LOG_LEVEL } = readConfiguration(Type.Object(logging), process.env)
    log = createLogger({ service, level: LOG_LEVEL })
    const configuration = readConfiguration(schema, process.env)
    const stack = closers({ log })
    runUntilSignal({ log, closers: stack })
    // A child of the launcher must not outlive it, however it dies.
    process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
    const address = await start(configuration, { log, closers: stack })
    log.info({ address }, 'started')
    const listening: Listening = { listening: address }
    process.send?.(listening)
  } catch (err) {
    log.fatal({ err }, 'could not start')
    process.exit(1)
  }
}
