import { setTimeout as sleep } from 'node:timers/promises'
import { isFieldworkError } from '@fieldwork/errors'
import { Client } from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/index.ts'

// Starts a server as told on the command line and says on a line each what became of it. On SIGINT it uses the server once
// more before it stops it. With `leave` as second argument it has nothing more to do once the server is up.

const say = (...line: readonly unknown[]) => process.stdout.write(`${JSON.stringify(line)}\n`)
// A closed terminal is no reason to end.
process.stdout.on('error', () => undefined)

try {
  const server = await startEmbeddedPostgres(JSON.parse(process.argv[2] ?? ''))
  if (process.argv[3] === 'leave') say('started', server.url)
  else await use(server)
} catch (error) {
  if (!isFieldworkError(error)) throw error
  say('failed', error.code, error.detail)
}

async function use(server: EmbeddedPostgres): Promise<void> {
  const client = new Client(server.url)
  client.on('error', (error) => say('connection lost', error.message))
  await client.connect()
  process.once('SIGINT', async () => {
    // Time for a server to go that got the signal too.
    await sleep(200)
    const { rows } = await client.query('SELECT 42 AS answer')
    say('last answer', rows[0].answer)
    await client.end()
    await server.stop()
    say('stopped')
  })
  say('started', server.url)
}
