import { describe, expect, it } from 'vitest'
import { measure, readTranscriptText } from '../../src/index.ts'
import { countGemini } from '../independent/gemini.ts'
import { countOpenCode } from '../independent/opencode.ts'
import { bytesOf, haveRealSessions, realSessions } from '../real-sessions.ts'

// They are not part of the repository: many carry no licence.
describe.skipIf(!haveRealSessions)('real documents', () => {
  it.each([
    { of: 'gemini-json', count: countGemini },
    { of: 'opencode-export-json', count: countOpenCode },
  ])('of $of have the counts that a second counter finds in the raw document', ({ of, count }) => {
    const sessions = realSessions.filter(({ format }) => format === of)
    expect(sessions.length).toBeGreaterThan(0)
    for (const session of sessions) {
      const text = bytesOf(session).toString('utf8')
      const read = readTranscriptText(text)
      const { file } = session
      expect({ file, ...measure(read.session) }).toMatchObject({ file, ...count(text) })
      expect([file, read.unknown]).toEqual([file, {}])
      expect(session.id).toContain(read.session.externalId)
    }
  })
})
