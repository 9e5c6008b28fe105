import { type DestinationStream, type Logger, pino } from 'pino'
import { serialiseError } from './serialise-error.ts'

export type { Logger } from 'pino'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const SECRET_NAMES = [
  'authorization',
  'Authorization',
  'cookie',
  '"x-api-key"',
  'apiKey',
  'key',
  'secret',
  'password',
  'token',
  'ANTHROPIC_API_KEY',
  'DATABASE_URL',
  'QUEUE_URL',
]

/** Where a secret may stand in what is logged: at the top, one member down, and among the headers of a request. */
const SECRET_PATHS = SECRET_NAMES.flatMap((name) => {
  const bracketed = name.startsWith('"')
  const below = (parent: string) => (bracketed ? `${parent}[${name}]` : `${parent}.${name}`)
  return [
    bracketed ? `[${name}]` : name,
    below('*'),
    below('req.headers'),
    below('request.headers'),
    below('res.headers'),
  ]
})

/** Options of the logger, for a server that makes its own from them. */
export function loggerOptions({ service, level }: { service: string; level: LogLevel }) {
  return {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    serializers: { err: serialiseError, error: serialiseError },
  }
}

/** A log of one JSON object per line, to standard output unless told otherwise, with secrets struck out. */
export function createLogger(
  options: { readonly service: string; readonly level: LogLevel },
  destination?: DestinationStream,
): Logger {
  return destination ? pino(loggerOptions(options), destination) : pino(loggerOptions(options))
}
