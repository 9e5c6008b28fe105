import { catalogue } from '@fieldwork/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_EVENT_TEXT, measure, readTranscript, readTranscriptText } from '../src/index.ts'
import { fixture, fixtures } from './fixtures.ts'

const user = (text: string, more: object = {}) =>
  JSON.stringify({ type: 'user', isSidechain: false, message: { role: 'user', content: text }, ...more })

async function* chunksOf(bytes: Buffer, sizes: readonly number[]) {
  let start = 0
  for (let turn = 0; start < bytes.length; turn += 1) {
    const end = start + (sizes[turn % sizes.length] ?? 1)
    yield bytes.subarray(start, end)
    start = end
  }
}

const codeOf = (read: () => unknown): unknown => {
  try {
    read()
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

describe('what cannot be read', () => {
  it.each([
    ['', 'transcript_unreadable'],
    [' \n\uFEFF', 'transcript_unreadable'],
    ['just words', 'source_unknown'],
    ['{"schema_version":"ATIF-v1.4"}', 'session_empty'],
    [user('', { isMeta: true }), 'session_empty'],
    ['{"schema":"fieldwork.session/1"}', 'transcript_unreadable'],
  ])('%j is refused as %s, whole and in chunks', async (text, code) => {
    expect(codeOf(() => readTranscriptText(text))).toBe(code)
    await expect(readTranscript(text)).rejects.toMatchObject({ code })
    await expect(readTranscript(chunksOf(Buffer.from(text), [3]))).rejects.toMatchObject({ code })
  })

  it('is told by the format that is named', () => {
    expect(codeOf(() => readTranscriptText('', { format: 'another' }))).toBe('source_unknown')
    expect(codeOf(() => readTranscriptText('no', { format: 'claude-code-jsonl' }))).toBe(
      'transcript_unreadable',
    )
  })

  it('whatever becomes of its bytes, throws only errors of the catalogue', async () => {
    const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.nat({ max: 40 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fixtures),
        fc.array(mutation, { maxLength: 12 }),
        async (one, all) => {
          let bytes = Buffer.from(one.bytes)
          for (const { at, byte, cut } of all) {
            const index = at % bytes.length
            bytes[index] = byte
            if (cut < 20) bytes = Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + cut)])
          }
          const code = codeOf(() => measure(readTranscriptText(bytes.toString('utf8')).session))
          expect(code === null || Object.hasOwn(catalogue, String(code))).toBe(true)
          if (code === null) await readTranscript(chunksOf(bytes, [7]))
        },
      ),
      { numRuns: 1_500 },
    )
  })

  it('is no reason to fail: values of any shape in an entry', () => {
    const member = fc.constantFrom(
      'message',
      'content',
      'type',
      'text',
      'input',
      'toolUseResult',
      'lines',
      'uuid',
    )
    const value = fc.jsonValue({ maxDepth: 4 })
    fc.assert(
      fc.property(
        fc.dictionary(member, value),
        fc.constantFrom('user', 'assistant', 'attachment'),
        (entry, type) => {
          readTranscriptText(`${user('hello')}\n${JSON.stringify({ ...entry, type })}`)
          const message = {
            content: [{ ...entry, type: 'tool_use' }, { ...entry, type: 'tool_result' }, entry],
          }
          readTranscriptText(`${user('hello')}\n${JSON.stringify({ type, message, toolUseResult: entry })}`)
        },
      ),
    )
  })

  it('is no reason to fail: an input nested a hundred thousand deep', () => {
    const deep = `${'['.repeat(100_000)}"word"${']'.repeat(100_000)}`
    const call = `{"type":"assistant","message":{"id":"m","model":"a","content":[{"type":"tool_use","id":"t","name":"n","input":{"a":${deep}}}]}}`
    expect(measure(readTranscriptText(`${user('hello')}\n${call}`).session).agentWords).toBe(1)
  })
})

describe('a reading', () => {
  it('is the same in chunks of any sizes as of the whole', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fixtures), sizes, async ({ bytes }, chunks) => {
        expect(await readTranscript(chunksOf(bytes, chunks))).toEqual(
          readTranscriptText(bytes.toString('utf8')),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('of a prefix never has more turns than of the whole', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
        const prefix = one.bytes.subarray(0, Math.floor(one.bytes.length * share)).toString('utf8')
        let turns = 0
        if (codeOf(() => readTranscriptText(prefix)) === null)
          turns = measure(readTranscriptText(prefix).session).turns
        expect(turns).toBeLessThanOrEqual(one.expected.turns)
      }),
      { numRuns: 1_000 },
    )
  })

  it('keeps both ends of a long text, and counts its words before it is cut', () => {
    const said = `begin ${'wörd '.repeat(20_000)}end`
    const answer = {
      type: 'assistant',
      message: { id: 'm', model: 'a', content: [{ type: 'text', text: said }] },
    }
    const { session } = readTranscriptText(`${user(said)}\n${JSON.stringify(answer)}`)
    for (const event of session.events) {
      if (!('text' in event)) continue
      expect(event.text.length).toBeLessThanOrEqual(MAX_EVENT_TEXT)
      expect(event.text).toMatch(/^begin [\s\S]*characters cut …\][\s\S]* end$/)
    }
    expect(measure(session).agentTextWords).toBe(20_002)
  })

  it('takes the name, without its extension, where no entry names the session', () => {
    const idOf = (options: object, more: object = {}) =>
      readTranscriptText(user('hello', more), { format: 'claude-code', ...options }).session.externalId
    expect(idOf({ name: 'b41f.jsonl.gz' })).toBe('b41f')
    expect(idOf({ name: 'b41f.v2' })).toBe('b41f.v2')
    expect(idOf({})).toBe('unnamed')
    expect(idOf({ name: 'b41f' }, { sessionId: 'own' })).toBe('own')
    expect(idOf({ name: 'b41f' }, { sessionId: 'REDACTED' })).toBe('b41f')
  })

  it('of a canonical session is that session', () => {
    const { session } = readTranscriptText(fixture('patches'))
    expect(readTranscriptText(`\uFEFF${JSON.stringify(session, null, 1)}\n`).session).toEqual(session)
  })
})
