import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { describe, expect, it } from 'vitest'
import { prompt, sessionLine } from './lines.ts'

const MIB = 1024 * 1024
const BODY_BYTES = 300 * MIB
const KEY = 'key-of-the-memory-test'
/** After it, heaps have the size that they keep. */
const WARM_UP_BYTES = 32 * MIB
/** What the process may still grow by. The body alone, if it were held, is more; as objects it is several times that. */
const GROWTH_BYTES = 250 * MIB

async function startApi(databaseUrl: string): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(path.join(import.meta.dirname, '../src/main.ts'), {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      PORT: '0',
      BOOTSTRAP_KEY: KEY,
      LOG_LEVEL: 'warn',
    },
    stdio: 'inherit',
  })
  const [message] = await once(child, 'message')
  return { url: Object(message).listening, child }
}

/** Resident bytes of the process, as it tells Prometheus. */
async function residentBytes(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(text.match(/^process_resident_memory_bytes\{.*\} (\d+)$/m)?.[1])
}

/** The session of one line, over and over: what is posted again costs the service all the same work but the rows. */
async function* sessions(bytes: number) {
  const events = Array.from({ length: 40 }, (_, turn) => prompt(`${turn} ${'words of a person '.repeat(25)}`))
  const line = Buffer.from(`${sessionLine('small', { events })}\n`)
  const part = Buffer.concat(Array(20).fill(line))
  for (let sent = 0; sent < bytes; sent += part.length) yield part
}

const post = (url: string, bytes: number) =>
  fetch(`${url}/v1/batches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/x-ndjson' },
    body: ReadableStream.from(sessions(bytes)),
    duplex: 'half',
  })

describe('the memory of the service', () => {
  it('does not grow with the body', async () => {
    const database = await createTestDatabase()
    const { url, child } = await startApi(database.url)
    try {
      expect((await post(url, WARM_UP_BYTES)).status).toBe(202)
      const before = await residentBytes(url)
      let peak = before
      const posting = post(url, BODY_BYTES)
      for (let answer: Response | undefined; answer === undefined; ) {
        peak = Math.max(peak, await residentBytes(url))
        answer = await Promise.race([posting, sleep(100, undefined)])
      }
      expect((await posting).status).toBe(202)
      expect(peak - before).toBeLessThan(GROWTH_BYTES)
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
      await database.drop()
    }
  })
})
