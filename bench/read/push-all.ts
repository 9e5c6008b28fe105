import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { startPostgres } from '../environment/postgres.ts'
import { startService } from '../environment/service-process.ts'
import { seconds } from '../environment/statistics.ts'
import type { Corpus } from './corpus.ts'

const KEY = 'bench-key-of-no-worth'
const execute = promisify(execFile)
const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('@fieldwork/cli')), 'main.ts')

/** Pushes a corpus with the command line to a real API, until all of it is accepted. Gives the seconds. */
export async function pushAll({ home }: Corpus): Promise<number> {
  const postgres = await startPostgres()
  try {
    return await postgres.withDatabase(async (url) => {
      const api = await startService('api', { DATABASE_URL: url, BOOTSTRAP_KEY: KEY, PORT: '0' })
      try {
        return await seconds(() =>
          execute(
            process.execPath,
            [cli, 'push', path.join(home, 'projects'), '--person', 'bench', '--json'],
            {
              env: { ...process.env, FIELDWORK_URL: api.address, FIELDWORK_KEY: KEY, XDG_STATE_HOME: home },
              maxBuffer: 64 * 1_000_000,
            },
          ),
        )
      } finally {
        await api.stop()
      }
    })
  } finally {
    await postgres.stop()
  }
}
