// A worker process as far as a budget sees one: annotates made sessions, nine calls each, until it is told to stop.
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Anthropic, APIError } from '@anthropic-ai/sdk'
import { type Budget, createBudget, type SharedState } from '@fieldwork/budget'
import { createRedisSharedState } from '@fieldwork/queue'
import { createPostgresSharedState, openDatabase } from '@fieldwork/store'
import { API_KEY, type Job, VARIABLE } from './job.ts'
import { ANSWER_TOKENS, freshTokens, QUESTIONS, requestOf } from './load.ts'

const job: Job = JSON.parse(process.env[VARIABLE] ?? '')
const client = new Anthropic({
  apiKey: API_KEY,
  authToken: null,
  baseURL: job.simulatorUrl,
  ...(job.shared === null ? {} : { maxRetries: 0 }),
})
const stopped = new AbortController()
process.on('SIGTERM', () => stopped.abort())
process.on('disconnect', () => stopped.abort())

/** An estimate is wrong by up to a tenth. */
const guess = (tokens: number) => Math.round(tokens * (0.9 + 0.2 * Math.random()))
/** As the queue's policy does, which tries a session again. */
const PAUSE_MS = 1_000

async function call(budget: Budget | null, session: string, question: number): Promise<void> {
  while (!stopped.signal.aborted) {
    if (await (budget === null ? sent(session, question) : paced(budget, session, question))) return
    if (budget === null) await sleep(PAUSE_MS * (0.5 + Math.random() / 2))
  }
}

/** The SDK's own retries alone. */
async function sent(session: string, question: number): Promise<boolean> {
  try {
    await client.messages.create(requestOf(session, question))
    return true
  } catch {
    return false
  }
}

async function paced(budget: Budget, session: string, question: number): Promise<boolean> {
  const permit = await budget.acquire(
    {
      project: 1,
      run: 1,
      inputTokens: guess(freshTokens(question)),
      outputTokens: guess(ANSWER_TOKENS),
    },
    stopped.signal,
  )
  try {
    const { data, response } = await client.messages.create(requestOf(session, question)).withResponse()
    const { input_tokens, cache_creation_input_tokens, output_tokens } = data.usage
    const inputTokens = input_tokens + (cache_creation_input_tokens ?? 0)
    await permit.settle({ inputTokens, outputTokens: output_tokens }, response.headers)
    return true
  } catch (error) {
    if (!(error instanceof APIError) || error.status !== 429) await permit.release()
    else await permit.rateLimited(Number(error.headers?.get('retry-after')) * 1_000, error.headers)
    return false
  }
}

/** The first call writes the transcript to the cache, the others read it. */
async function annotate(budget: Budget | null, session: string): Promise<void> {
  await call(budget, session, 0)
  const others = Array.from({ length: QUESTIONS - 1 }, (_, at) => call(budget, session, at + 1))
  await Promise.all(others)
}

async function annotateUntilStopped(budget: Budget | null, lane: number): Promise<void> {
  for (let n = 0; !stopped.signal.aborted; n += 1) {
    await annotate(budget, `Session ${job.name} ${lane} ${n}.`).catch((error) => {
      if (!stopped.signal.aborted) throw error
    })
  }
}

function open({ backend, url }: NonNullable<Job['shared']>): { shared: SharedState; close(): Promise<void> } {
  if (backend === 'redis') {
    const shared = createRedisSharedState(url, 'bench')
    return { shared, close: shared.close }
  }
  const database = openDatabase(url, { connections: 2 })
  return { shared: createPostgresSharedState(database), close: database.close }
}

const state = job.shared === null ? null : open(job.shared)
const { limits, burst, pace, name } = job
const budget =
  state === null
    ? null
    : createBudget({ ...state, key: 'bench', limits, burst, pace, process: name, onError: console.error })
process.send?.('ready')
await once(process, 'message')
const lanes = Array.from({ length: job.sessionsAtOnce }, (_, lane) => annotateUntilStopped(budget, lane))
await Promise.all(lanes)
await budget?.close()
await state?.close()
process.exit() // what is under way is of no use any more
