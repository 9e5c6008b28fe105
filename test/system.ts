import { randomBytes } from 'node:crypto'
import { waitForBatches } from '@fieldwork/cli'
import { type Client, createClient } from '@fieldwork/client'
import type { Batch } from '@fieldwork/contract'
import { type Database, openDatabase, type SessionState } from '@fieldwork/store'
import { freePort } from '@fieldwork/testkit'
import type { TestQueue } from '@fieldwork/testkit/vitest'
import { type Service, type ServiceName, startService } from './service.ts'

/** Milliseconds in which whatever is broken on purpose must have mended. Long, since the machine may be slow. */
export const PATIENCE_MS = 90_000

/** Of each service's log, where something did not come to pass. */
const LOG_CHARACTERS = 5_000

type Environment = Readonly<Record<string, string>>

/** Fieldwork on a database and a queue of a test's own: as many processes as the test starts. */
export type System = AsyncDisposable & {
  readonly database: Database
  readonly queue: TestQueue
  readonly url: string
  readonly key: string
  /** Speaks to whatever API runs, also to one started in the place of another. */
  readonly client: Client
  start(name: ServiceName, environment?: Environment): Promise<Service>
  /** Starts several at once. */
  startAll(...names: readonly ServiceName[]): Promise<void>
  /** Waits until all of the batches is annotated and in the cohorts. Throws with the logs when that never comes. */
  settled(batches: readonly Batch[], patienceMs?: number): Promise<readonly Batch[]>
  /** How many revisions are in that state. */
  inState(state: SessionState): Promise<number>
  /** Ends what still runs. Throws where a process does not end as it should, or has ended by itself. */
  stop(): Promise<void>
}

/** What is looked for now and then is looked for often, so that tests need not wait. */
const impatient: Environment = {
  CLAIM_SECONDS: '2',
  LOCK_SECONDS: '2',
  LOOK_SECONDS: '1',
  SWEEP_SECONDS: '1',
}

/** A system of which nothing runs yet. `environment` is every service's, over settings that make repair quick. */
export async function createSystem(options: {
  readonly databaseUrl: string
  readonly queue: TestQueue
  readonly environment?: Environment
}): Promise<System> {
  const { databaseUrl, queue } = options
  const key = `fw_test_${randomBytes(16).toString('hex')}`
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const shared: Environment = {
    DATABASE_URL: databaseUrl,
    QUEUE_URL: queue.url,
    QUEUE_PREFIX: queue.prefix,
    BOOTSTRAP_KEY: key,
    PORT: String(port),
    HEALTH_PORT: '0',
    ...impatient,
    ...options.environment,
  }
  const database = openDatabase(databaseUrl, { connections: 4 })
  const client = createClient({ url, key })
  const started: Service[] = []
  const expected = new Set<Service>()

  const start: System['start'] = async (name, environment = {}) => {
    const service = await startService(name, { ...shared, ...environment })
    started.push(service)
    expected.add(service)
    const end: Service['end'] = (signal) => {
      expected.delete(service)
      return service.end(signal)
    }
    return { ...service, end, [Symbol.asyncDispose]: async () => void (await end('SIGTERM')) }
  }
  return {
    database,
    queue,
    url,
    key,
    client,
    start,
    async startAll(...names) {
      await Promise.all(names.map((name) => start(name)))
    },
    async settled(batches, patienceMs = PATIENCE_MS) {
      try {
        return await waitForBatches({ client, batches, signal: AbortSignal.timeout(patienceMs) })
      } catch (cause) {
        const logs = started.map(({ name, log }) => `── ${name}\n${log().slice(-LOG_CHARACTERS)}`)
        throw new Error(`the batches did not settle\n${logs.join('\n')}`, { cause })
      }
    },
    async inState(state) {
      const found = await database.pool.query('select from session_revisions where state = $1', [state])
      return found.rowCount ?? 0
    },
    [Symbol.asyncDispose]: stop,
    stop,
  }

  async function stop() {
    const ends = [...expected].map(async (service) => {
      const ranUntilNow = service.isRunning()
      const status = await service.end('SIGTERM')
      if (!ranUntilNow || status !== 0) throw new Error(`the ${service.name} ended badly:\n${service.log()}`)
    })
    expected.clear()
    const ended = await Promise.allSettled(ends)
    await database.close()
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  }
}
