import { setTimeout as sleep } from 'node:timers/promises'
import { lognormal, type ModelSimulator, startModelSimulator } from '@fieldwork/testkit'
import { type Period, type Stretch, stretchOf } from './account.ts'
import { API_KEY, type Job } from './job.ts'
import { answerText, smallRequest } from './load.ts'
import { startWorker } from './start-worker.ts'

const names = ['worker 1', 'worker 2', 'worker 3']
/** More than the limit lets through: nobody is ever out of work. */
const SESSIONS_AT_ONCE = 15
/** Input is what runs out. */
const LIMITS = {
  requestsPerMinute: 4_000,
  inputTokensPerMinute: 400_000,
  outputTokensPerMinute: 200_000,
}
/** To which the limit on input is lowered. */
const LOWERED = 200_000
const latency = {
  firstByte: lognormal({ medianMs: 800, sigma: 0.4 }),
  perOutputToken: lognormal({ medianMs: 10, sigma: 0.2 }),
}

/** The first stretch, with the ramp; then one at the limit; then one with the limit lowered half-way. */
export type Measured = Readonly<Record<'start' | 'steady' | 'lowered', Stretch>>

export type Setting = Pick<Job, 'shared' | 'burst' | 'pace'> & {
  /** How much the server's buckets hold, in minutes of their limits. */
  readonly serverBurst: number
  readonly stretchMs: number
}

/** Three worker processes and a server whose buckets start empty, so that nothing is allowed but what flows in. */
export async function measure({ serverBurst, stretchMs, ...shared }: Setting): Promise<Measured> {
  const simulator = await startModelSimulator({
    ...LIMITS,
    burst: 1e-9, // what is in a bucket when it grows stays as it is
    keepBodies: false,
    answerText,
    latency,
  })
  const job = { ...shared, simulatorUrl: simulator.url, limits: LIMITS, sessionsAtOnce: SESSIONS_AT_ONCE }
  const workers = await Promise.all(names.map((name) => startWorker({ ...job, name })))
  const stop = () => Promise.all(workers.map((worker) => worker.stop()))
  try {
    await makeBuckets(simulator)
    simulator.setLimits({ burst: serverBurst })
    for (const worker of workers) worker.go()
    const period = (limit: number) => pass(simulator, limit, stretchMs / 2)
    const start = [await period(LIMITS.inputTokensPerMinute), await period(LIMITS.inputTokensPerMinute)]
    const steady = [await period(LIMITS.inputTokensPerMinute), await period(LIMITS.inputTokensPerMinute)]
    const lowered = [await period(LIMITS.inputTokensPerMinute), await period(LOWERED)]
    await stop() // and all is answered
    return {
      start: stretchOf(simulator, start),
      steady: stretchOf(simulator, steady),
      lowered: stretchOf(simulator, lowered),
    }
  } finally {
    await stop()
    await simulator.close()
  }
}

/** A key's buckets are made, full, at its first request. */
async function makeBuckets({ url }: ModelSimulator): Promise<void> {
  await fetch(new URL('/v1/messages', url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': API_KEY,
      'anthropic-version': '2023-06-01',
    },
    body: JSON.stringify(smallRequest),
  })
}

async function pass(simulator: ModelSimulator, inputTokensPerMinute: number, ms: number): Promise<Period> {
  simulator.setLimits({ inputTokensPerMinute })
  const from = simulator.requests().length
  const start = performance.now()
  await sleep(ms)
  return { from, to: simulator.requests().length, ms: performance.now() - start, inputTokensPerMinute }
}
