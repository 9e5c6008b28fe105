import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import {
  CanonicalSession,
  detectFormat,
  measure,
  readTranscript,
  readTranscriptText,
  redact,
} from '../src/index.ts'
import { countIndependently } from './independent-counts.ts'
import { bytesOf, haveRealSessions, realClaudeCode, realSessions } from './real-sessions.ts'

const canonical = Compile(CanonicalSession)

async function* chunksOf(bytes: Buffer, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

// They are not part of the repository: many carry no licence.
describe.skipIf(!haveRealSessions)('real sessions', () => {
  it('have the format of the manifest by their content', () => {
    for (const session of realSessions) {
      const head = bytesOf(session).subarray(0, 65_536).toString('utf8')
      expect([session.file, detectFormat(head)]).toEqual([session.file, session.format])
    }
  })

  it('have the counts that a second counter finds in the raw lines', () => {
    for (const session of realClaudeCode) {
      const text = bytesOf(session).toString('utf8')
      const counts = countIndependently(text)
      const telemetry = measure(readTranscriptText(text).session)
      expect({ file: session.file, ...telemetry }).toMatchObject({ file: session.file, ...counts })
    }
  })

  it('fit the schema once read, and once redacted', () => {
    for (const session of realClaudeCode) {
      const read = readTranscriptText(bytesOf(session).toString('utf8')).session
      expect(canonical.Check(read)).toBe(true)
      expect(canonical.Check(redact(read))).toBe(true)
      expect(measure(redact(read))).toEqual(measure(read))
    }
  })

  it('read the same whole and in chunks that split characters', async () => {
    for (const session of realClaudeCode.slice(0, 12)) {
      const bytes = bytesOf(session)
      const whole = readTranscriptText(bytes.toString('utf8'))
      expect(await readTranscript(chunksOf(bytes, 10_007))).toEqual(whole)
    }
  })
})
