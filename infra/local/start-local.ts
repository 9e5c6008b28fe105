import path from 'node:path'
import { startEmbeddedPostgres } from '@fieldwork/embedded'
import { migrateQueue } from '@fieldwork/queue'
import { migrate } from '@fieldwork/store'
import { freePortFrom } from './free-port-from.ts'
import { localKey } from './key-file.ts'
import { stateFolder } from './repository.ts'
import { type RunningService, type ServiceName, spawnService } from './spawn-service.ts'

/** The whole system on this machine. */
export type Local = {
  readonly url: string
  readonly key: string
  readonly keyFile: string
  readonly services: readonly RunningService[]
  /** What Postgres is used. */
  readonly database: string
  stop(): Promise<void>
}

const PORT = 8080
const POSTGRES_PORT = 54_329

/**
 * Starts everything: an embedded Postgres (or the one of DATABASE_URL), API, worker and aggregator, with BullMQ on
 * Postgres unless QUEUE_URL says otherwise. `say` is told each step.
 */
export async function startLocal(project: string, say: (step: string) => void): Promise<Local> {
  const opened: (() => Promise<void>)[] = []
  const stop = async () => {
    for (let close = opened.pop(); close !== undefined; close = opened.pop()) await close()
  }
  try {
    const database = await openDatabase(opened, say)
    const queueUrl = process.env.QUEUE_URL || database.url
    say('Bringing the database up to date …')
    await migrate(database.url)
    await migrateQueue(queueUrl)
    const { key, file } = localKey(project)
    const environment = {
      DATABASE_URL: database.url,
      QUEUE_URL: queueUrl,
      PROJECT: project,
      BOOTSTRAP_KEY: key,
      HEALTH_PORT: '0',
      PORT: process.env.PORT || String(await freePortFrom(PORT)),
    }
    say('Starting API, worker and aggregator …')
    const spawned = async (name: ServiceName): Promise<RunningService> => {
      const service = await spawnService(name, environment)
      opened.push(service.stop)
      return service
    }
    // The API makes the project, which the worker then names its annotator for.
    const apiThenWorker = async () => [await spawned('api'), await spawned('worker')] as const
    const [[api, worker], aggregator] = await Promise.all([apiThenWorker(), spawned('aggregator')])
    const services = [api, worker, aggregator]
    return { url: api.address, key, keyFile: file, services, database: database.what, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openDatabase(
  opened: (() => Promise<void>)[],
  say: (step: string) => void,
): Promise<{ url: string; what: string }> {
  const given = process.env.DATABASE_URL
  if (given !== undefined && given !== '') return { url: given, what: 'the Postgres of DATABASE_URL' }
  say('Starting the embedded Postgres …')
  const folder = path.join(stateFolder, 'postgres')
  const postgres = await startEmbeddedPostgres({ folder, database: 'fieldwork', port: POSTGRES_PORT })
  opened.push(postgres.stop)
  return { url: postgres.url, what: `embedded Postgres on port ${postgres.port}, data in ${folder}` }
}
