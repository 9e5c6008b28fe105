import { describe, expect, it } from 'vitest'
import { measure, readTranscriptText } from '../../src/index.ts'
import { countOpenCode } from '../independent/opencode.ts'
import { bytesOf, haveRealSessions, realSessions } from '../real-sessions.ts'

// They are not part of the repository: many carry no licence.
describe.skipIf(!haveRealSessions)('real OpenCode exports', () => {
  const sessions = realSessions.filter(({ format }) => format === 'opencode-export-json')

  it('have the counts that a second counter finds in the raw document', () => {
    expect(sessions.length).toBeGreaterThan(0)
    for (const session of sessions) {
      const text = bytesOf(session).toString('utf8')
      const read = readTranscriptText(text)
      expect({ file: session.file, ...measure(read.session) }).toMatchObject({
        file: session.file,
        ...countOpenCode(text),
      })
      expect([session.file, read.unknown]).toEqual([session.file, {}])
      expect(read.session.externalId).toBe(session.id)
    }
  })
})
