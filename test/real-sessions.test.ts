import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { Batch, BatchCounts } from '@fieldwork/contract'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { afterAll, expect, test } from 'vitest'
import { describeBackends, type QueueBackend } from './backends.ts'
import { expectWhole } from './invariants.ts'
import { createSystem, type System } from './system.ts'

const repository = path.resolve(import.meta.dirname, '..')
const folder = path.resolve(repository, '../shared/sessions')
const manifest = path.join(folder, 'manifest.jsonl')

/** What the command line remembers to have sent; another service's address is another memory. */
const state = mkdtempSync(path.join(tmpdir(), 'fieldwork-state-'))
afterAll(() => rmSync(state, { recursive: true }))

const ManifestLine = Type.Object({ file: Type.String(), format: Type.String() })
const Pushed = Type.Object({
  batches: Type.Array(Batch),
  counts: BatchCounts,
  skipped: Type.Integer(),
  rejections: Type.Array(
    Type.Object(
      { file: Type.String(), code: Type.String(), detail: Type.String() },
      { additionalProperties: true },
    ),
  ),
})

// Real sessions are no part of the repository: many carry no licence.
if (existsSync(manifest)) describeBackends('fieldwork push of a folder of real sessions', define)
else test.skip('fieldwork push of a folder of real sessions: ../shared/sessions is not here')

function define(backend: QueueBackend): void {
  test('accounts for every file and reads them all; again, all are duplicates, sent or not', async () => {
    const { url } = await createTestDatabase()
    await using system = await createSystem({ databaseUrl: url, queue: backend.of(url) })
    await system.start('api')
    await system.startAll('worker', 'worker', 'aggregator')
    const files = readFileSync(manifest, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => Value.Parse(ManifestLine, JSON.parse(line)))

    const first = await push(system)
    // The manifest lies in the folder too and is no session.
    expect(first.rejections).toMatchObject([{ file: manifest, code: 'source_unknown' }])
    expect(first.counts).toEqual({
      posted: files.length + 1,
      accepted: files.length,
      duplicate: 0,
      revised: 0,
      rejected: 1,
    })
    await expectWhole(system, first.batches)

    const again = { ...first.counts, accepted: 0, duplicate: files.length }
    const second = await push(system)
    expect(second.counts).toEqual(again)
    expect(second.skipped).toBe(files.length)

    const third = await push(system, '--resend')
    expect(third.counts).toEqual(again)
    expect(third.skipped).toBe(0)
    await expectWhole(system, third.batches)
  })
}

/** Runs the command line as a person does, in a process of its own. */
async function push({ url, key }: System, ...options: readonly string[]) {
  const main = path.join(repository, 'packages/cli/src/main.ts')
  const child = spawn(process.execPath, [main, 'push', folder, '--wait', '--json', ...options], {
    env: {
      PATH: process.env.PATH,
      FIELDWORK_URL: url,
      FIELDWORK_KEY: key,
      FIELDWORK_PERSON: 'someone',
      XDG_STATE_HOME: state,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (stdout === '') throw new Error(`nothing was pushed:\n${stderr}`)
  return Value.Parse(Pushed, JSON.parse(stdout))
}
