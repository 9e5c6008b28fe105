import { FieldworkError } from '@fieldwork/errors'

export type Backend = 'redis' | 'postgres'

/**
 * Which of BullMQ's backends a QUEUE_URL names, by its scheme. Throws FieldworkError('configuration_invalid'),
 * without quoting the address, which may hold a password.
 */
export function backendOf(url: string): Backend {
  if (/^rediss?:\/\//.test(url)) return 'redis'
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgres'
  throw new FieldworkError(
    'configuration_invalid',
    'QUEUE_URL must begin with redis://, rediss://, postgres:// or postgresql://',
  )
}
