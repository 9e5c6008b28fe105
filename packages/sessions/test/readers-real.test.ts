import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import {
  CanonicalSession,
  measure,
  readTranscript,
  readTranscriptText,
  redact,
  type TranscriptFormat,
} from '../src/index.ts'
import { countIndependently as countCodex } from './independent/codex.ts'
import { countIndependently as countCopilot } from './independent/copilot.ts'
import { countIndependently as countCursor } from './independent/cursor.ts'
import { countIndependently as countSweTogether } from './independent/swe-together.ts'
import { bytesOf, haveRealSessions, realSessions } from './real-sessions.ts'

const canonical = Compile(CanonicalSession)

/** For each format a second counter, which shares nothing with its reader. */
const counters: readonly [TranscriptFormat, (text: string) => object][] = [
  ['codex-rollout-jsonl', countCodex],
  ['copilot-events-jsonl', countCopilot],
  ['cursor-jsonl', countCursor],
  ['swe-together-json', countSweTogether],
]

/** The first lines of a log, the first messages of a document. */
function startOf(text: string, share: number, format: TranscriptFormat): string {
  if (format.endsWith('jsonl')) {
    const lines = text.split('\n')
    return lines.slice(0, Math.ceil(lines.length * share)).join('\n')
  }
  const { messages, ...rest } = JSON.parse(text)
  return JSON.stringify({ ...rest, messages: messages.slice(0, Math.ceil(messages.length * share)) })
}

/** None where nothing is to be measured. */
function turnsIn(text: string): number {
  try {
    return measure(readTranscriptText(text).session).turns
  } catch {
    return 0
  }
}

async function* chunksOf(bytes: Buffer, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

// They are not part of the repository: many carry no licence. The test's name says so where they are absent.
describe.skipIf(!haveRealSessions).each(counters)(
  'real sessions of %s, in ../shared/sessions',
  (format, count) => {
    const sessions = realSessions.filter((session) => session.format === format)

    it('are there', () => expect(sessions.length).toBeGreaterThan(0))

    it('have the counts that a second counter finds in the raw text', () => {
      for (const session of sessions) {
        const text = bytesOf(session).toString('utf8')
        const telemetry = measure(readTranscriptText(text).session)
        expect({ file: session.file, ...telemetry }).toMatchObject({ file: session.file, ...count(text) })
      }
    })

    it('are understood, and fit the schema once read and once redacted', () => {
      for (const session of sessions) {
        const { session: read, unknown } = readTranscriptText(bytesOf(session).toString('utf8'))
        expect([session.file, unknown]).toEqual([session.file, {}])
        expect(canonical.Check(read)).toBe(true)
        expect(canonical.Check(redact(read))).toBe(true)
        expect(measure(redact(read))).toEqual(measure(read))
      }
    })

    it('never have more turns in a part from their start than whole', () => {
      for (const session of sessions) {
        const text = bytesOf(session).toString('utf8')
        const turns = [0.02, 0.1, 0.35, 0.6, 0.85, 1].map((share) => turnsIn(startOf(text, share, format)))
        expect([session.file, turns]).toEqual([session.file, [...turns].sort((a, b) => a - b)])
      }
    })

    it('read the same whole and in chunks that split characters', async () => {
      for (const session of sessions.slice(0, 6)) {
        const bytes = bytesOf(session)
        expect(await readTranscript(chunksOf(bytes, 10_007))).toEqual(
          readTranscriptText(bytes.toString('utf8')),
        )
      }
    })
  },
)
