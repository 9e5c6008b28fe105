import { freePort, redisInstalled, spawnRedis } from '@fieldwork/testkit'
import type { Benchmark, Options } from '../benchmark.ts'
import { startPostgres } from '../environment/postgres.ts'
import { say } from '../environment/progress.ts'
import { rounded } from '../environment/statistics.ts'
import type { Stretch } from './account.ts'
import type { Job } from './job.ts'
import { type Measured, measure } from './measure.ts'

/**
 * A server whose buckets hold a whole minute, and one that also looks at shorter times, as the documentation of the Messages
 * API warns. Five seconds are here as many calls as one second is at the limits of the first tier.
 */
const servers = { minute: 1, fiveSeconds: 1 / 12 }
type Shared = Job['shared']

const figuresOf = ({ used, allowed, requests, refused }: Stretch) => ({
  ratio: rounded(used / allowed),
  requests,
  refused: rounded(refused / requests),
})

const allFigures = ({ start, steady, lowered }: Measured) => ({
  start: figuresOf(start),
  steady: figuresOf(steady),
  lowered: figuresOf(lowered),
})

async function onServers(name: string, shared: Shared, stretchMs: number) {
  const found: Record<string, Measured> = {}
  for (const [server, serverBurst] of Object.entries(servers)) {
    const measured = await measure({ shared, serverBurst, stretchMs })
    say(`  ${name}, server holds ${server}: ${JSON.stringify(allFigures(measured))}`)
    found[server] = measured
  }
  return found
}

async function run({ quick, size }: Options) {
  const stretchMs = (size ?? (quick ? 10 : 60)) * 1_000
  const postgres = await startPostgres()
  try {
    const backends: Record<string, Record<string, Measured>> = {}
    await postgres.withDatabase(async (url) => {
      backends.postgres = await onServers('postgres', { backend: 'postgres', url }, stretchMs)
    })
    if (redisInstalled()) {
      const port = await freePort()
      const redis = await spawnRedis(port)
      const url = `redis://127.0.0.1:${port}`
      backends.redis = await onServers('redis', { backend: 'redis', url }, stretchMs)
      await redis.stop()
    } else {
      say('Redis is left out: there is no redis-server on the PATH')
    }
    const sdkAlone = await onServers('SDK alone', null, stretchMs)
    const stretches = Object.values(backends).flatMap((byServer) =>
      Object.values(byServer).flatMap(({ steady, lowered }) => [steady, lowered]),
    )
    return {
      ratio: rounded(Math.min(...stretches.map(({ used, allowed }) => used / allowed))),
      refused: rounded(Math.max(...stretches.map(({ refused, requests }) => refused / requests))),
      seconds: stretchMs / 1_000,
      ...Object.fromEntries(
        Object.entries({ ...backends, sdkAlone }).map(([name, byServer]) => [
          name,
          Object.fromEntries(
            Object.entries(byServer).map(([server, measured]) => [server, allFigures(measured)]),
          ),
        ]),
      ),
      postgresVersion: postgres.version,
    }
  } finally {
    await postgres.stop()
  }
}

export const budget: Benchmark = {
  about: 'input tokens that three worker processes use of a tight rate limit, beside the SDK alone',
  run,
}
