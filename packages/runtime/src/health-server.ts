import { problemDetails } from '@fieldwork/errors'
import { type FastifyInstance, type FastifyPluginAsync, type FastifyReply, fastify } from 'fastify'
import type { Registry } from 'prom-client'
import type { Probe, ProbeReport } from './probe.ts'

export type HealthRoutes = {
  /** Fails when the process should be started again. */
  readonly liveness: Probe
  /** Fails when the process should be given no work. */
  readonly readiness: Probe
  readonly metrics: Registry
}

/** Mounts GET /health/live, /health/ready and /metrics on any Fastify server. They are not logged. */
export const healthRoutes: FastifyPluginAsync<HealthRoutes> = async (server, routes) => {
  const quiet = { logLevel: 'silent' } as const
  server.get('/health/live', quiet, async (request, reply) =>
    answer(reply, await routes.liveness(), request.url),
  )
  server.get('/health/ready', quiet, async (request, reply) =>
    answer(reply, await routes.readiness(), request.url),
  )
  server.get('/metrics', quiet, async (_request, reply) =>
    reply.type(routes.metrics.contentType).send(await routes.metrics.metrics()),
  )
}

/** 200 with what was found, or 503 with a problem document that names every check that failed. */
function answer(reply: FastifyReply, report: ProbeReport, path: string): FastifyReply {
  reply.header('cache-control', 'no-store')
  if (report.ok) return reply.send({ status: 'ok', checks: report.checks })
  const failed = Object.entries(report.checks).filter(([, check]) => !check.ok)
  const detail = failed.map(([name, check]) => `${name}: ${check.detail ?? 'failed'}`).join('; ')
  return reply
    .code(503)
    .type('application/problem+json')
    .send({ ...problemDetails('unhealthy', detail, path), checks: report.checks })
}

export type HealthServer = { readonly port: number; close(): Promise<void> }

/** A server of its own for a process that answers no other requests. Port 0 takes a free one. */
export async function startHealthServer(
  options: HealthRoutes & { readonly port: number; readonly host: string },
): Promise<HealthServer> {
  const { port, host, ...routes } = options
  const server: FastifyInstance = fastify({ logger: false, forceCloseConnections: true })
  server.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(problemDetails('route_unknown', `${request.method} ${request.url}`, request.url)),
  )
  await server.register(healthRoutes, routes)
  await server.listen({ port, host })
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => server.close(),
  }
}
