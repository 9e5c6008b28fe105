// Brings the database and the queue up to date; the step before the services in a deployment. Safe to run at any time.
import { migrateQueue } from '@fieldwork/queue'
import { connections, createLogger, readConfiguration } from '@fieldwork/runtime'
import { migrate } from '@fieldwork/store'
import { Type } from 'typebox'

const log = createLogger({ service: 'migrate', level: 'info' })
try {
  const { DATABASE_URL, QUEUE_URL } = readConfiguration(Type.Object(connections), process.env)
  await migrate(DATABASE_URL)
  const { warnings } = await migrateQueue(QUEUE_URL ?? DATABASE_URL)
  for (const warning of warnings) log.warn(warning)
  log.info('up to date')
} catch (err) {
  log.fatal({ err }, 'could not migrate')
  process.exitCode = 1
}
