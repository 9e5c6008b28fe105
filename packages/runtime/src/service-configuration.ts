import { Type } from 'typebox'
import { LOG_LEVELS } from './logger.ts'

/** Variables of every service. */
export const connections = {
  DATABASE_URL: Type.String({
    minLength: 1,
    description: 'Postgres, as postgres://user:password@host:port/database',
    secret: true,
  }),
  QUEUE_URL: Type.Optional(
    Type.String({
      description:
        'BullMQ’s backend by scheme: redis://, rediss:// or postgres://; DATABASE_URL where absent',
      secret: true,
    }),
  ),
  QUEUE_PREFIX: Type.String({
    default: 'fieldwork',
    pattern: '^[A-Za-z0-9_-]{1,64}$',
    description: 'Namespace of the queue on a shared Redis',
  }),
} as const

export const logging = {
  LOG_LEVEL: Type.Enum([...LOG_LEVELS], { default: 'info', description: 'Least level that is logged' }),
} as const

/** Variables of a service that takes jobs. */
export const consuming = {
  HEALTH_HOST: Type.String({ default: '127.0.0.1', description: 'Address of /health and /metrics' }),
  LOCK_SECONDS: Type.Integer({
    default: 30,
    minimum: 1,
    description: 'How long a job stays with a worker that is no longer heard of',
  }),
  STALE_SECONDS: Type.Integer({
    default: 300,
    minimum: 1,
    description: 'Liveness is red when jobs wait and none was taken or finished for so long',
  }),
  GRACE_SECONDS: Type.Integer({
    default: 20,
    minimum: 0,
    description: 'Time that jobs under way have to end at a stop',
  }),
} as const
