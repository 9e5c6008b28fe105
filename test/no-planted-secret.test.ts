import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pushSessions } from '@fieldwork/cli'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { type PlantedTranscript, plantedTranscripts, rejectedLines } from './planted-transcripts.ts'
import { runCommand } from './run-command.ts'
import type { Service } from './service.ts'
import { everythingStored } from './stored.ts'
import { createSystem, type System } from './system.ts'

const raw = plantedTranscripts(1)
const viaCommand = plantedTranscripts(2)
const REJECTED_SEED = 3

describeBackends('after a push of planted secrets', (backend) => {
  test('none is in any column of any table, in any log line, or in any payload of the queue', async () => {
    const { url } = await createTestDatabase()
    await using system = await createSystem({
      databaseUrl: url,
      queue: backend.of(url),
      environment: { LOG_LEVEL: 'debug' },
    })
    const services = [await system.start('api')]
    const values = [...raw, ...viaCommand].map(({ secret }) => secret.value)
    const rejected = rejectedLines(REJECTED_SEED)

    const { batches, counts } = await pushSessions({ client: system.client, lines: rawLines() })
    expect(counts).toMatchObject({ posted: raw.length, accepted: raw.length })
    const command = await pushFiles(system)
    const refused = await system.client.postBatch(() => linesAsBody(rejected), { idempotencyKey: 'refused' })
    expect(refused.counts).toMatchObject({ posted: rejected.length, rejected: rejected.length })
    // Nothing was taken from the queue yet.
    await expectNone(system, services, values)

    services.push(await system.start('worker'), await system.start('aggregator'))
    await system.settled(batches)
    const stored = await expectNone(system, services, values, command)
    for (const { secret } of raw) expect(stored).toContain(`[REDACTED:${secret.kind}]`)
  })
})

async function* rawLines() {
  for (const { transcript, name, person } of raw) yield { line: { transcript, name, person }, name }
}

async function* linesAsBody(lines: readonly string[]) {
  for (const line of lines) yield Buffer.from(`${line}\n`)
}

/** Pushes by the command line what gives files of their own; gives what it printed. */
async function pushFiles({ url, key }: System): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'planted-'))
  try {
    await Promise.all(
      viaCommand.map(({ name, transcript }, number) =>
        writeFile(path.join(folder, `${fileNameOf(name)}-${number}.jsonl`), transcript),
      ),
    )
    const { stdout, stderr } = await runCommand(['push', folder], {
      FIELDWORK_URL: url,
      FIELDWORK_KEY: key,
      FIELDWORK_PERSON: 'someone',
    })
    expect(stdout).toContain(`${viaCommand.length} accepted`)
    return stdout + stderr
  } finally {
    await rm(folder, { recursive: true })
  }
}

const fileNameOf = (name: PlantedTranscript['name']) => name.replace(/[/\\\n\0:]/g, '_').slice(0, 180)

async function expectNone(
  system: System,
  services: readonly Service[],
  values: readonly string[],
  printed = '',
) {
  const stored = await everythingStored(system.database.pool, system.queue)
  const everywhere = [...stored, ...services.map(({ name, log }) => [`log of the ${name}`, log()] as const)]
  const rejectedValues = plantedTranscripts(REJECTED_SEED).map(({ secret }) => secret.value)
  const found = [...everywhere, ['output', printed] as const].flatMap(([place, text]) =>
    [...values, ...rejectedValues].filter((value) => holds(text, value)).map((value) => `${place}: ${value}`),
  )
  expect(stored.size).toBeGreaterThan(100)
  expect(found).toEqual([])
  return stored.get('public.transcripts.canonical') ?? ''
}

/** Whether a value stands in a text as it is, escaped, or encoded. */
const holds = (text: string, value: string) => formsOf(value).some((form) => text.includes(form))

function formsOf(value: string): readonly string[] {
  const escaped = JSON.stringify(value).slice(1, -1)
  const bytes = Buffer.from(value)
  return [
    value,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString('hex'),
    ...[0, 1, 2].map((offset) => Buffer.from(value.slice(offset)).toString('base64').slice(0, -4)),
  ]
}
