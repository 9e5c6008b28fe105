import type { DeadLetter, Run, Spending } from '@fieldwork/contract'
import { problemDetails } from '@fieldwork/errors'
import type { FastifyInstance } from 'fastify'
import { startStandIn } from './stand-in-service.ts'

/** What was asked that changes something: `POST /v1/runs/8/stop`, and the body. */
export type Asked = { readonly what: string; readonly body: unknown }

const tokens = {
  inputTokens: 1,
  outputTokens: 2,
  cacheReadTokens: 3,
  cacheWrite5mTokens: 4,
  cacheWrite1hTokens: 5,
}
const calls = { reserved: 1, settled: 12, failed: 2, lost: 0 }
const history = { pending: 4, annotating: 0, parked: 0, annotated: 8, excluded: 0, unscorable: 0, dead: 0 }

export const run: Run = {
  id: 8,
  annotator: 'anthropic',
  annotatorVersion: '2',
  codebookVersion: '2',
  settings: { model: 'a-model', strategy: 'frugal' },
  agreement: null,
  current: false,
  stopped: null,
  limitUsd: 25,
  settledUsd: 1.5,
  reservedUsd: 0.25,
  calls,
  tokens,
  history,
  createdAt: '2026-01-02T03:04:05.000Z',
  links: { self: '/v1/runs/8' },
}

const spending: Spending = {
  monthlyLimitUsd: null,
  months: [{ month: '2026-11', settledUsd: 1.5, reservedUsd: 0.25 }],
  runs: [{ id: 8, annotator: 'anthropic', settledUsd: 1.5, reservedUsd: 0.25, limitUsd: 25, calls, tokens }],
}

export const letter: DeadLetter = {
  id: 'annotate:12:8',
  queue: 'annotate',
  code: 'attempts_exhausted',
  reason: 'attempts_exhausted: after 5 attempts',
  attempts: 5,
  diedAt: '2026-01-02T03:04:05.000Z',
  redrivable: true,
  session: { sessionId: 3, revisionId: 12, revision: 1, source: 'codex', runId: 8 },
  payload: null,
}

/** The stand-in with one run, one dead letter, and the asking recorded. `states` are what the run is, one question after the other. */
export async function startStandInWithRuns(states: readonly Partial<Run>[] = [{}]) {
  const asked: Asked[] = []
  let look = 0
  const next = (): Run => {
    look += 1
    return { ...run, ...states[Math.min(look, states.length) - 1] }
  }
  const routes = (app: FastifyInstance) => {
    app.addHook('preHandler', async (request) => {
      if (request.method !== 'GET')
        asked.push({ what: `${request.method} ${request.url}`, body: request.body })
    })
    app.get('/v1/runs', async () => ({ runs: [run] }))
    app.get('/v1/runs/8', async () => next())
    app.get('/v1/runs/9', (_request, reply) =>
      reply
        .status(404)
        .type('application/problem+json')
        .send(problemDetails('run_unknown', 'no run has the id 9')),
    )
    app.post('/v1/runs', async () => ({ run, sessions: 12 }))
    app.patch('/v1/runs/8', async () => run)
    for (const action of ['choose', 'stop', 'resume', 'cancel'])
      app.post(`/v1/runs/8/${action}`, async () => ({ run, sessions: 4 }))
    app.get('/v1/spending', async () => spending)
    app.put('/v1/spending', async () => ({ ...spending, monthlyLimitUsd: 100 }))
    app.get('/v1/dead-letters', async () => ({
      counts: [{ queue: 'annotate', code: letter.code, count: 1 }],
      deadLetters: [letter],
      next: null,
    }))
    app.get('/v1/dead-letters/:id', async () => ({ ...letter, title: 't', remedy: 'Redrive it.', calls: [] }))
    app.post('/v1/dead-letters/redrive', async () => ({ redriven: 3 }))
    app.post('/v1/dead-letters/:id/redrive', async () => ({ redriven: 1 }))
  }
  return { ...(await startStandIn({ routes })), asked }
}
