import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { measure, readTranscript } from '@fieldwork/sessions'
import { describe, expect, it } from 'vitest'
import { openTranscript } from '../src/sources/open-transcript.ts'
import { fieldwork } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'

const repository = resolve(import.meta.dirname, '../../..')
const sessions = resolve(repository, '../shared/sessions')
const fixtures = join(repository, 'packages/sessions/fixtures/claude-code')

// The real sessions are not part of the repository: many carry no licence.
describe.skipIf(!existsSync(sessions))('a folder of real sessions', () => {
  it('is sent whole: every file is accepted or rejected by name, and every line fits the contract', async () => {
    await using service = await startStandIn()
    const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY, FIELDWORK_PERSON: 'p' }
    const files = (await readdir(sessions, { recursive: true })).filter((name) =>
      /\.jsonl?(\.gz)?$/.test(name),
    )
    const { stdout } = await fieldwork(['push', sessions, '--json'], { env })
    const { counts, rejections } = JSON.parse(stdout)
    expect(counts.posted).toBe(files.length)
    expect(counts.accepted).toBeGreaterThan(0)
    expect(rejections.filter(({ code }: { code: string }) => code === 'line_invalid')).toEqual([])
    const manifest = join(sessions, 'manifest.jsonl')
    expect(rejections).toContainEqual(expect.objectContaining({ file: manifest, code: 'source_unknown' }))
    for (const line of service.uploads.flatMap((upload) => upload.lines)) {
      if ('transcript' in line) expect(line.transcript).toBe('')
    }
  })
})

const written = existsSync(fixtures) ? await readdir(fixtures) : []

// The fixtures belong to the readers; without them there is nothing to compare.
describe.skipIf(written.length === 0)('measure', () => {
  it('says of every fixture what the reader says', async () => {
    const { stdout } = await fieldwork(['measure', fixtures, '--json'])
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.length).toBeGreaterThan(0)
    for (const { file, error, ...telemetry } of lines) {
      await using opened = await openTranscript({ kind: 'file', path: file })
      const text = opened.bytes
      if (error === undefined) expect(telemetry).toEqual(measure((await readTranscript(text)).session))
      else await expect(async () => readTranscript(text)).rejects.toMatchObject({ code: error.code })
    }
  })
})
