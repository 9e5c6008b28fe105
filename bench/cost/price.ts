import {
  createAnthropicAnnotator,
  inMemoryRecords,
  profileOf,
  type Strategy,
  unlimited,
} from '@fieldwork/annotators'
import { uncachedCalls } from '@fieldwork/annotators/estimate'
import { measure } from '@fieldwork/sessions'
import {
  type AccountStatement,
  type ModelSimulator,
  recordedAnswer,
  startModelSimulator,
  transcriptKey,
} from '@fieldwork/testkit'
import type { CutSession } from './sessions.ts'

export const MODEL = 'claude-sonnet-4-6'
/** Under which the faithful strategy's temperature is taken. */
const VERSION = '2023-06-01'
const KEY = 'bench-key-of-no-worth'
/** An answer of 60 tokens, as the simulator counts them. */
const SHORT_ANSWER = 'x'.repeat(240)

export type Account = AccountStatement['totals'][string]
export type Priced = { readonly direct: Account; readonly batches: Account }

/** Has the real annotator annotate the sessions over HTTP, then sends the same calls as batches to another simulator. */
export async function priceStrategy(strategy: Strategy, sessions: readonly CutSession[]): Promise<Priced> {
  const truths = new Map(sessions.map(({ text, truth }) => [transcriptKey(text), truth]))
  const answer = recordedAnswer(truths)
  return withSimulator({ answer }, async (simulator) => {
    await annotate(simulator.url, strategy, sessions)
    const direct = accountOf(simulator)
    const calls = simulator.requests().map(({ body }) => asItem(body))
    const batches = await withSimulator({ answer }, async (another) => {
      await postBatch(another.url, calls)
      return accountOf(another)
    })
    return { direct, batches }
  })
}

/** Sends every question of the faithful strategy with a transcript that is not cached; answers have 60 tokens each. */
export async function priceUncached(sessions: readonly CutSession[]): Promise<Account> {
  return withSimulator({ answerText: () => SHORT_ANSWER }, async (simulator) => {
    for (const { text } of sessions) {
      for (const { request } of uncachedCalls(profileOf(MODEL), text)) {
        await post(`${simulator.url}/v1/messages`, request)
      }
    }
    return accountOf(simulator)
  })
}

async function annotate(url: string, strategy: Strategy, sessions: readonly CutSession[]): Promise<void> {
  const annotator = createAnthropicAnnotator({
    apiKey: KEY,
    baseURL: url,
    model: MODEL,
    strategy,
    timeoutMs: 30_000,
  })
  const records = inMemoryRecords()
  const { signal } = new AbortController()
  const given = sessions.map(({ session }, index) => ({
    revisionId: index + 1,
    session,
    telemetry: measure(session),
  }))
  const annotations = await annotator.annotate(given, {
    projectId: 1,
    runId: 1,
    records,
    budget: unlimited(),
    signal,
  })
  const whole = annotations.filter((one) => one.outcome === 'annotated' && one.unscorable.length === 0)
  if (whole.length < sessions.length) throw new Error('a session was not annotated by every classifier')
}

async function postBatch(url: string, calls: readonly object[]): Promise<void> {
  const requests = calls.map((params, index) => ({ custom_id: `call-${index}`, params }))
  await post(`${url}/v1/messages/batches`, { requests })
}

/** As the call is made in a batch: nothing is streamed, and what is cached is kept an hour. */
function asItem(body: unknown): object {
  const kept = JSON.stringify(body).replaceAll('{"type":"ephemeral"}', '{"type":"ephemeral","ttl":"1h"}')
  const { stream: _, ...call } = Object(JSON.parse(kept))
  return call
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${KEY}`,
      'anthropic-version': VERSION,
    },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`answered ${response.status}: ${await response.text()}`)
  await response.text()
}

async function withSimulator<T>(
  options: Parameters<typeof startModelSimulator>[0],
  work: (simulator: ModelSimulator) => Promise<T>,
): Promise<T> {
  const simulator = await startModelSimulator(options)
  try {
    return await work(simulator)
  } finally {
    await simulator.close()
  }
}

function accountOf(simulator: ModelSimulator): Account {
  const account = simulator.account().totals[MODEL]
  if (account === undefined) throw new Error('the simulator was asked nothing')
  return account
}
