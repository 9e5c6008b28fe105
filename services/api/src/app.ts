import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify'
import type { Registry } from 'prom-client'
import { createAuthenticate } from './authentication.ts'
import type { BodyLimits } from './ingest/decode-body.ts'
import type { Ingest } from './ingest/receive-batch.ts'
import { measureRequests } from './metrics.ts'
import { answerProblems } from './problems.ts'
import { aggregateRoutes } from './routes/aggregates.ts'
import { batchRoutes } from './routes/batches.ts'
import { keyRoutes } from './routes/keys.ts'

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

export type AppOptions = {
  readonly logger: FastifyBaseLogger
  readonly metrics: Registry
  readonly ingest: Ingest
  readonly limits: BodyLimits
  readonly maxUploads: number
}

const UPLOAD_IDLE_MS = 120_000

/** The HTTP service, apart from its process: what it needs is handed in, nothing listens yet. */
export async function buildApp(options: AppOptions): Promise<App> {
  const app: App = Fastify({
    loggerInstance: options.logger,
    forceCloseConnections: true,
    connectionTimeout: UPLOAD_IDLE_MS,
    requestTimeout: 0, // an upload may take as long as it moves
    disableRequestLogging: true,
  }).withTypeProvider<TypeBoxTypeProvider>()

  answerProblems(app)
  measureRequests(app, options.metrics)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Fieldwork',
        version: '1',
        description:
          'Coding-agent sessions in, cohorts out. Errors are RFC 9457 problem details; see docs/errors.md.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'batches', description: 'Posting sessions and following them' },
        { name: 'cohorts', description: 'What the sessions say' },
        { name: 'keys', description: 'Who may ask' },
        { name: 'health', description: 'Whether the service is well' },
      ],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key' } } },
    },
  })
  await app.register(swaggerUi, { routePrefix: '/docs', uiConfig: { persistAuthorization: true } })

  const { database } = options.ingest
  const authenticate = createAuthenticate(database)
  await app.register(async (scope) => {
    batchRoutes(scope.withTypeProvider<TypeBoxTypeProvider>(), { ...options, authenticate })
  })
  aggregateRoutes(app, { database, authenticate })
  keyRoutes(app, { database, authenticate })
  return app
}
