import { eventually } from '@fieldwork/testkit'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { expectWhole } from './invariants.ts'
import { lineOf, sampleSessions } from './sample-sessions.ts'
import { createSystem, PATIENCE_MS, type System } from './system.ts'

/** More lines than are committed at once, so that some are and some are not when the API is gone. */
const LINES = 1_200

describeBackends('an upload whose API is killed with -9', (backend) => {
  test('goes on under its key where the rows ended, and takes no line twice', async () => {
    const { url } = await createTestDatabase()
    await using system = await createSystem({ databaseUrl: url, queue: backend.of(url) })
    const doomed = await system.start('api')
    await system.startAll('worker', 'aggregator')
    const lines = sampleSessions('upload', LINES).map((session) => `${JSON.stringify(lineOf(session))}\n`)
    const killed = Promise.withResolvers<void>()
    let uploads = 0
    async function* body() {
      uploads += 1
      yield Buffer.from(lines.slice(0, 1_100).join(''))
      if (uploads === 1) await killed.promise
      yield Buffer.from(lines.slice(1_100).join(''))
    }
    // The client repeats a broken upload by itself, under the same key, until the API is back.
    const repeatAfterMs = Array.from({ length: PATIENCE_MS / 500 }, () => 500)
    const posting = system.client.postBatch(body, { idempotencyKey: 'once', repeatAfterMs })
    await eventually('lines are committed', async () => (await linesOf(system)) > 0, PATIENCE_MS)
    await doomed.end('SIGKILL')
    const committed = await linesOf(system)
    expect(committed).toBeLessThan(LINES)
    await system.start('api')
    killed.resolve()
    const batch = await posting
    expect(uploads).toBeGreaterThan(1)
    expect(batch.counts).toEqual({ posted: LINES, accepted: LINES, duplicate: 0, revised: 0, rejected: 0 })
    await system.settled([batch])
    await expectWhole(system, [batch])
    expect(await system.inState('annotated')).toBe(LINES)
    const again = await system.client.postBatch(body, { idempotencyKey: 'once' })
    expect(again).toMatchObject({ id: batch.id, counts: { posted: LINES, accepted: LINES } })
  })
})

async function linesOf({ database }: System): Promise<number> {
  return (await database.pool.query('select from batch_lines')).rowCount ?? 0
}
