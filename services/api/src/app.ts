import { randomUUID } from 'node:crypto'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { healthRoutes, type Probe } from '@fieldwork/runtime'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify'
import type { Registry } from 'prom-client'
import { createAuthenticate, PROJECT } from './authentication.ts'
import { drainBody } from './drain-body.ts'
import type { BodyLimits } from './ingest/decode-body.ts'
import type { Ingest } from './ingest/receive-batch.ts'
import { measureRequests } from './metrics.ts'
import { openApi, tryItPage } from './open-api.ts'
import { sendClientError, sendNotFound, sendProblem } from './problems.ts'
import type { JobProducer } from './redrive.ts'
import { aggregateRoutes } from './routes/aggregates.ts'
import { batchRoutes } from './routes/batches.ts'
import { deadLetterRoutes } from './routes/dead-letters.ts'
import { estimateRoutes } from './routes/estimate.ts'
import { keyRoutes } from './routes/keys.ts'
import { defaultEventTimes, type EventTimes } from './routes/progress-events.ts'
import { runActionRoutes } from './routes/run-actions.ts'
import { runRoutes } from './routes/runs.ts'
import { spendingRoutes } from './routes/spending.ts'
import { uploadRoute } from './routes/uploads.ts'
import { validationRoutes } from './routes/validation.ts'

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
  readonly liveness: Probe
  readonly readiness: Probe
  readonly ingest: Ingest
  readonly producer: JobProducer
  readonly limits: BodyLimits
  readonly maxUploads: number
  /** An upload of which nothing arrives for so long is given up. */
  readonly idleMs: number
  readonly eventTimes?: EventTimes
}

/** The HTTP service, apart from its process: what it needs is handed in, nothing listens yet. */
export async function buildApp(options: AppOptions): Promise<App> {
  const app: App = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    return503OnClosing: false, // connections are closed anyway, and its answer is no problem document
    requestTimeout: 0, // an upload may take as long as it moves: its route watches that it does
    // A member that is not known is told, not dropped.
    ajv: { customOptions: { removeAdditional: false, allowUnionTypes: true } },
    frameworkErrors: sendProblem,
    clientErrorHandler: sendClientError,
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.setErrorHandler(sendProblem)
  app.setNotFoundHandler(sendNotFound)
  app.removeContentTypeParser('text/plain')
  app.decorateRequest(PROJECT)
  app.addHook('onResponse', async (request) => drainBody(request.raw))
  measureRequests(app, options.metrics)
  await app.register(swagger, openApi)
  await app.register(swaggerUi, tryItPage)

  const { database, announce } = options.ingest
  const authenticate = createAuthenticate(database)
  await app.register(async (scope) => {
    uploadRoute(scope.withTypeProvider<TypeBoxTypeProvider>(), { ...options, authenticate })
  })
  batchRoutes(app, { database, authenticate, eventTimes: options.eventTimes ?? defaultEventTimes })
  aggregateRoutes(app, { database, authenticate })
  estimateRoutes(app, { database, authenticate })
  validationRoutes(app, { database, authenticate })
  runRoutes(app, { database, authenticate, announce })
  runActionRoutes(app, { database, authenticate, announce })
  spendingRoutes(app, { database, authenticate })
  deadLetterRoutes(app, { database, authenticate, announce, producer: options.producer })
  keyRoutes(app, { database, authenticate })
  await app.register(healthRoutes, options)
  return app
}
