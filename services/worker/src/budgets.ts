import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { type AnnotationContext, unlimited } from '@fieldwork/annotators'
import { type Budget, createBudget, type SharedState } from '@fieldwork/budget'
import { backendOf, createRedisSharedState } from '@fieldwork/queue'
import type { Logger } from '@fieldwork/runtime'
import { createPostgresSharedState, type Database, type Run } from '@fieldwork/store'
import type { WorkerConfiguration } from './configuration.ts'

export type Budgets = {
  /** The rate budget that calls of a run draw on: that of its model, shared with every process of the same API key. */
  of(run: Run): AnnotationContext['budget']
  close(): Promise<void>
}

type Surroundings = {
  readonly database: Database
  readonly queue: { readonly url: string; readonly prefix: string }
  readonly log: Logger
}

/** The rate budgets of one worker, one a model. Their state is kept where the queue is: on Redis, else in Postgres. */
export function createBudgets(configuration: WorkerConfiguration, around: Surroundings): Budgets {
  const { ANTHROPIC_API_KEY: apiKey } = configuration
  const budgets = new Map<string, Budget>()
  let shared: ReturnType<typeof openShared> | undefined
  const open = (model: string): Budget => {
    shared ??= openShared(around)
    return createBudget({
      shared: shared.state,
      // A hash, since the key itself is nobody's to read.
      key: createHash('sha256').update(`${apiKey}\n${model}`).digest('hex').slice(0, 32),
      limits: {
        requestsPerMinute: configuration.REQUESTS_PER_MINUTE,
        inputTokensPerMinute: configuration.INPUT_TOKENS_PER_MINUTE,
        outputTokensPerMinute: configuration.OUTPUT_TOKENS_PER_MINUTE,
      },
      process: `${hostname()}-${process.pid}`,
      onError: (err) => around.log.warn({ err }, 'the rate budget was out of reach'),
    })
  }
  return {
    of({ settings: { model } }) {
      if (apiKey === undefined || typeof model !== 'string') return unlimited()
      const budget = budgets.get(model) ?? open(model)
      budgets.set(model, budget)
      return budget
    },
    async close() {
      for (const budget of budgets.values()) await budget.close()
      await shared?.close()
    },
  }
}

function openShared({ database, queue, log }: Surroundings): {
  state: SharedState
  close(): Promise<void>
} {
  if (backendOf(queue.url) === 'postgres') {
    return { state: createPostgresSharedState(database), close: async () => {} }
  }
  const state = createRedisSharedState(queue.url, queue.prefix, (err) =>
    log.warn({ err }, 'the rate budget lost its connection'),
  )
  return { state, close: state.close }
}
