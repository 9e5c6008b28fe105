import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectFormat, type TranscriptFormat } from '../src/index.ts'
import { isSilentLine } from '../src/readers/claude-code/entry-kinds.ts'
import { fixture } from './fixtures.ts'

const samples: [TranscriptFormat, unknown][] = [
  ['codex-rollout-jsonl', { timestamp: 't', type: 'session_meta', payload: { id: 'a' } }],
  ['copilot-events-jsonl', { type: 'session.start', data: {}, id: 'a', timestamp: 't', parentId: null }],
  ['cursor-jsonl', { role: 'user', message: { content: [] } }],
  ['gemini-json', { sessionId: 'a', projectHash: 'b', messages: [] }],
  ['opencode-export-json', { info: { id: 'ses_1' }, messages: [] }],
  ['swe-together-json', { session_id: 'a', model: 'm', messages: [] }],
  ['canonical', { schema: 'fieldwork.session/1', source: 'a' }],
  ['claude-code-jsonl', { type: 'summary', summary: 's', leafUuid: 'l' }],
  ['claude-code-jsonl', { parentUuid: null, isSidechain: false, sessionId: 's', type: 'user' }],
]

describe('the format of a transcript', () => {
  it.each(samples)(
    '%s is recognised in one line, in a document over many, and after a byte-order mark',
    (format, sample) => {
      expect(detectFormat(JSON.stringify(sample))).toBe(format)
      expect(detectFormat(`\uFEFF${JSON.stringify(sample, null, 2)}\r\n`)).toBe(format)
    },
  )

  it.each(samples)('%s is recognised where the head ends within a long line', (format, sample) => {
    const long = { ...Object(sample), long: 'x'.repeat(100_000) }
    expect(detectFormat(JSON.stringify(long).slice(0, 65_536))).toBe(format)
  })

  it.each(samples)('what %s looks like does not count where another transcript quotes it', (_, sample) => {
    const quoting = [
      { type: 'custom-title', customTitle: JSON.stringify(sample), sessionId: 's' },
      { parentUuid: null, sessionId: 's', toolUseResult: sample, type: 'user' },
    ]
    for (const entry of quoting) expect(detectFormat(JSON.stringify(entry))).toBe('claude-code-jsonl')
  })

  it('is told by the first line that is whole', () => {
    expect(detectFormat(fixture('broken-lines'))).toBe('claude-code-jsonl')
  })

  it('is none for other texts, quickly however they are made', () => {
    const others = [
      '',
      'hello',
      '[]',
      '{}',
      '{"a":1}\n{"b":2}',
      '{\n'.repeat(40_000),
      '{"'.repeat(40_000),
      '"\\'.repeat(9),
    ]
    for (const text of others) expect(detectFormat(text)).toBeNull()
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void detectFormat(text)))
  })
})

describe('a line that is skipped unparsed', () => {
  const word = fc.constantFrom('type', 'progress', 'user', '"type":"progress"', '{', 'a')
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      word,
      fc.dictionary(word, tie('value'), { maxKeys: 3 }),
      fc.array(tie('value'), { maxLength: 2 }),
    ),
  })).value

  it('is always an entry of a silent type', () => {
    fc.assert(
      fc.property(fc.dictionary(word, values), (entry) => {
        if (isSilentLine(JSON.stringify(entry))) expect(entry.type).toBe('progress')
      }),
      { numRuns: 3_000 },
    )
  })

  it('is skipped where its own type comes first', () => {
    expect(isSilentLine('{"parentUuid":null,"type":"progress","data":{}}')).toBe(true)
    expect(isSilentLine('{"data":{"type":"progress"},"type":"user"}')).toBe(false)
    expect(isSilentLine('{"type":"progress","data":{')).toBe(false)
  })
})
