import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import {
  type Aggregates,
  type Batch,
  BatchLine,
  type CohortList,
  type ReferenceLabel,
  ReferenceLabels,
  type RejectionPage,
  type RunEstimate,
} from '@fieldwork/contract'
import { problemDetails } from '@fieldwork/errors'
import Fastify, { type FastifyInstance } from 'fastify'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { agreement, validity } from './stand-in-validation.ts'

export type Upload = {
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
  readonly lines: readonly BatchLine[]
}

const batchLine = Compile(BatchLine)

export const KEY = 'a-key-of-the-test'

/**
 * Takes batches over real HTTP and records what came, for tests of what the command line sends and shows. Sessions that
 * fit the contract are accepted and raw transcripts rejected; annotation is a pretence. The first `breaks` uploads are broken off.
 */
export async function startStandIn({
  breaks = 0,
  port = 0,
  routes = () => {},
}: {
  breaks?: number
  port?: number
  /** Further routes, behind the same key. */
  routes?: (app: FastifyInstance) => void
} = {}) {
  const uploads: Upload[] = []
  const keys: (string | undefined)[] = []
  const estimates: Readonly<Record<string, string>>[] = []
  const posted: { readonly run: string; readonly references: readonly ReferenceLabel[] }[] = []
  const batches = new Map<string, { batch: Batch; rejections: RejectionPage['rejections'] }>()
  const app = Fastify({ forceCloseConnections: true })
  app.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload))
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization === `Bearer ${KEY}`) return
    return reply
      .status(401)
      .type('application/problem+json')
      .send(problemDetails('key_invalid', 'no valid key matches'))
  })
  app.post('/v1/batches', async (request, reply) => {
    keys.push(request.headers['idempotency-key']?.toString())
    if (keys.length <= breaks) {
      request.raw.once('data', () => request.raw.socket.destroy())
      return reply.hijack()
    }
    const bytes = await buffer(request.raw)
    const zstd = request.headers['content-encoding'] === 'zstd'
    const text = (zstd ? zstdDecompressSync(bytes) : gunzipSync(bytes)).toString('utf8')
    const lines: BatchLine[] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    uploads.push({ headers: request.headers, bytes, text, lines })
    const { batch, rejections } = take(lines)
    batches.set(batch.id, { batch, rejections })
    return reply.status(202).header('location', batch.links.self).send(batch)
  })
  app.get<{ Params: { id: string } }>('/v1/batches/:id', async (request, reply) => {
    const found = batches.get(request.params.id)
    if (found !== undefined) return found.batch
    return reply
      .status(404)
      .type('application/problem+json')
      .send(problemDetails('batch_unknown', 'no such batch'))
  })
  app.get<{ Params: { id: string } }>('/v1/batches/:id/rejections', async (request) => ({
    rejections: batches.get(request.params.id)?.rejections ?? [],
    next: null,
  }))
  app.get<{ Params: { id: string } }>('/v1/batches/:id/events', async (request, reply) => {
    const batch = batches.get(request.params.id)?.batch
    if (batch === undefined) throw new Error('unknown batch')
    const { accepted } = batch.counts
    const states = [0, Math.floor(accepted / 2), accepted].map((annotated) => ({
      ...batch,
      progress: { ...batch.progress, pending: accepted - annotated, annotated },
      complete: annotated === accepted,
      materialised: annotated === accepted,
    }))
    const events = states.map((state) => `event: progress\ndata: ${JSON.stringify(state)}\n\n`)
    return reply.type('text/event-stream').send(events.join(''))
  })
  app.get('/v1/cohorts', async () => cohortList)
  app.get('/v1/aggregates', async () => overall)
  app.get('/v1/runs/estimate', async ({ query }) => {
    estimates.push({ ...Object(query) })
    return estimated
  })
  app.post<{ Params: { run: string } }>('/v1/runs/:run/agreement', async (request) => {
    const { references } = Value.Parse(ReferenceLabels, request.body)
    posted.push({ run: request.params.run, references })
    return agreement('reference')
  })
  app.get('/v1/runs/7/agreement', async () => agreement('run'))
  app.get('/v1/runs/7/validity', async () => validity)
  routes(app)
  const url = await app.listen({ host: '127.0.0.1', port })
  return { url, uploads, keys, posted, estimates, [Symbol.asyncDispose]: () => app.close() }
}

function take(lines: readonly BatchLine[]) {
  const id = randomUUID()
  const rejections = lines.flatMap((line, index) => {
    const fits = batchLine.Check(line)
    if (fits && 'session' in line) return []
    const code = !fits ? 'line_invalid' : line.source === 'unknown' ? 'source_unknown' : 'source_not_read'
    return [{ line: index + 1, code, detail: 'of the service', remedy: 'the remedy' }]
  })
  const accepted = lines.length - rejections.length
  const now = new Date(0).toISOString()
  const self = `/v1/batches/${id}`
  const batch: Batch = {
    id,
    state: 'accepted',
    counts: { posted: lines.length, accepted, duplicate: 0, revised: 0, rejected: rejections.length },
    progress: {
      pending: accepted,
      annotating: 0,
      parked: 0,
      annotated: 0,
      excluded: 0,
      unscorable: 0,
      dead: 0,
    },
    complete: accepted === 0,
    materialised: accepted === 0,
    createdAt: now,
    acceptedAt: now,
    links: { self, rejections: `${self}/rejections`, events: `${self}/events` },
  }
  return { batch, rejections }
}

const cohortList: CohortList = {
  cohorts: [
    {
      id: 'overall',
      title: 'All sessions',
      dimensions: [],
      metrics: [{ id: 'userPlanningShare', title: 'Planning by the user', unit: 'share', summary: 'mean' }],
      link: '/v1/aggregates?cohort=overall',
    },
  ],
}

const overall: Aggregates = {
  cohort: 'overall',
  title: 'All sessions',
  run: { id: 7, annotator: 'local', annotatorVersion: '3', codebookVersion: '2', agreement: null },
  materialisedAt: '2026-01-02T03:04:05.000Z',
  stale: true,
  thresholds: { sessions: 15, people: 5 },
  cells: [
    {
      dimensions: {},
      metric: 'userPlanningShare',
      suppressed: false,
      sessions: 120,
      people: 9,
      value: 0.6543,
      low: 0.6,
      high: 0.7,
    },
  ],
}

const cost = (expected: number) => ({
  expected,
  low: expected / 2,
  high: 2 * expected,
  interval95: { low: 0.9 * expected, high: 1.1 * expected },
})

const estimated: RunEstimate = {
  model: 'claude-sonnet-4-6',
  strategy: 'frugal',
  sessions: 4_000,
  sampled: 200,
  assumptions: { charactersPerToken: 3.5, answerLength: 1, repairShare: 0.02 },
  figures: {
    calls: 4_080,
    tokens: { fresh: 1e6, cacheWrite: 6_000, cacheRead: 2e6, output: 1e5 },
    usd: { direct: cost(120), batches: cost(60), nineUncachedCalls: { ...cost(800), interval95: null } },
    usdPerSession: { median: 0.03, p90: 0.04 },
    minutes: 30,
  },
}
