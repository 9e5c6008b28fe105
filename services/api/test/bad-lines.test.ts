import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONFIDENTIAL, ndjson, prompt, session, sessionLine, transcript } from './lines.ts'
import { startService, type TestService } from './service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

const withEvent = (event: object) => JSON.stringify({ session: session('bad', { events: [event] }) })
const raw = (text: string, source?: string) => JSON.stringify({ transcript: text, source })

/** What a bad line is → the line and the code of its rejection. */
const badLines: readonly (readonly [what: string, line: string | Buffer, code: string])[] = [
  ['cut off', sessionLine('bad').slice(0, -20), 'line_not_json'],
  ['no JSON at all', `${CONFIDENTIAL} but no JSON`, 'line_not_json'],
  ['only white space', '   ', 'line_not_json'],
  ['a number', '42', 'line_invalid'],
  ['a list', `[${sessionLine('bad')}]`, 'line_invalid'],
  ['null', 'null', 'line_invalid'],
  ['neither session nor transcript', '{"sessions": []}', 'line_invalid'],
  [
    'both session and transcript',
    JSON.stringify({ session: session('bad'), transcript: '' }),
    'line_invalid',
  ],
  ['a text of the wrong type', withEvent({ ...prompt(''), text: 7 }), 'line_invalid'],
  ['a member that is missing', withEvent({ type: 'prompt', at: null }), 'line_invalid'],
  ['a member that is unknown', withEvent({ ...prompt(''), [CONFIDENTIAL]: 1 }), 'line_invalid'],
  ['an event of an unknown type', withEvent({ type: CONFIDENTIAL, at: null }), 'line_invalid'],
  ['a text over its length', withEvent(prompt('x'.repeat(10_001))), 'line_invalid'],
  ['a time that is none', withEvent({ ...prompt(''), at: CONFIDENTIAL }), 'line_invalid'],
  ['a transcript of the wrong type', '{"transcript": 5}', 'line_invalid'],
  ['a schema of the future', sessionLine('bad', { schema: 'fieldwork.session/9' }), 'line_invalid'],
  [
    'more words than can be counted',
    sessionLine('bad', {
      carries: ['agentText', 'actionInputs'],
      events: [{ type: 'agentText', at: null, text: '', words: 2 ** 53 }],
    }),
    'line_invalid',
  ],
  [
    'invalid UTF-8',
    Buffer.from(sessionLine('bad').replace('parser', 'p\xe4rser'), 'latin1'),
    'line_not_utf8',
  ],
  ['a NUL character', sessionLine('bad', { events: [prompt('nul \0 inside')] }), 'line_unstorable'],
  ['a NUL character in its name', sessionLine('bad\0name'), 'line_unstorable'],
  ['an unpaired surrogate', sessionLine('bad', { events: [prompt('half \ud83d')] }), 'line_unstorable'],
  ['over the length of a line', sessionLine('bad').padEnd(1024 * 1024 + 1), 'line_too_long'],
  ['a session without events', sessionLine('bad', { events: [] }), 'session_empty'],
  [
    'a session of which the tool alone speaks',
    withEvent({ type: 'system', at: null, text: 'compacted' }),
    'session_empty',
  ],
  ['a transcript without turns', raw('{"type":"summary","leafUuid":"x","summary":"s"}'), 'session_empty'],
  ['a transcript that is empty', raw(''), 'transcript_unreadable'],
  [
    'a transcript of another format',
    raw('{"type":"nothing","sessionId":1', 'claude-code'),
    'transcript_unreadable',
  ],
  ['a transcript of no known format', raw(`${CONFIDENTIAL} text`), 'source_unknown'],
  ['a source that is not known', raw(transcript('bad'), CONFIDENTIAL), 'source_unknown'],
]

describe('a bad line gets its documented error, and the good ones around it are kept', () => {
  it.each(badLines)('%s', async (what, line, code) => {
    const before = ndjson(sessionLine(`before ${what}`))
    const after = ndjson(sessionLine(`after ${what}`))
    const body = Buffer.concat([Buffer.from(before), Buffer.from(line), Buffer.from(`\n${after}`)])
    const { id, counts } = await service.accept(body)
    expect(counts).toMatchObject({ posted: 3, accepted: 2, rejected: 1 })
    expect(await service.rejected(id)).toEqual({ 2: code })
  })

  it('all of them at once, each under its own line number', async () => {
    const lines = badLines.flatMap(([what, line]) => [
      Buffer.from(line),
      Buffer.from(sessionLine(`mixed ${what}`)),
    ])
    const body = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
    const { id, counts } = await service.accept(body)
    expect(counts).toMatchObject({ accepted: badLines.length, rejected: badLines.length })
    expect(await service.rejected(id)).toEqual(
      Object.fromEntries(badLines.map(([, , code], index) => [2 * index + 1, code])),
    )
  })

  it('a line of 64 MB, of which no more than a part is ever held', async () => {
    const part = Buffer.alloc(1024 * 1024, 'x')
    async function* body() {
      yield Buffer.from(ndjson(sessionLine('before the long one')))
      for (let sent = 0; sent < 64; sent += 1) yield part
      yield Buffer.from(`\n${ndjson(sessionLine('after the long one'))}`)
    }
    const { id, counts } = await service.accept(body())
    expect(counts).toMatchObject({ posted: 3, accepted: 2, rejected: 1 })
    expect(await service.rejected(id)).toEqual({ 2: 'line_too_long' })
  })

  it.each([
    ['its type', { ...prompt(''), text: 7 }, '/session/events/0/text must be string'],
    [
      'its absence',
      { type: 'agentText', at: null, text: '' },
      '/session/events/0 must have required properties words',
    ],
    [
      'its length',
      prompt('x'.repeat(10_001)),
      '/session/events/0/text must not have more than 10000 characters',
    ],
    ['its kind', { type: CONFIDENTIAL, at: null }, '/session/events/0 is of no type that is known'],
    [
      'it not being known',
      { ...prompt(''), [CONFIDENTIAL]: 1 },
      '/session/events/0 must not have additional properties',
    ],
  ])('and a detail that names the member, for %s', async (_what, event, detail) => {
    const { id } = await service.accept(ndjson(withEvent(event)))
    const { body } = await service.ask(`/v1/batches/${id}/rejections`)
    expect(body).toMatchObject({ rejections: [{ detail: `read as a session: ${detail}` }] })
  })

  it('and a detail that quotes nothing of it', async () => {
    const found = await service.database.pool.query('select detail from batch_lines where detail is not null')
    expect(found.rows.length).toBeGreaterThan(badLines.length)
    expect(JSON.stringify(found.rows)).not.toContain(CONFIDENTIAL)
  })
})

describe('a session of a year that no calendar has', () => {
  it('is accepted, in no month', async () => {
    const { counts } = await service.accept(
      ndjson(sessionLine('year 0', { startedAt: '0000-05-01T00:00:00Z' })),
    )
    expect(counts).toMatchObject({ accepted: 1 })
    const found = await service.database.pool.query(
      `select telemetry->>'month' as month from transcripts join session_revisions r on r.id = revision_id
       join sessions on sessions.id = r.session_id where external_id = 'year 0'`,
    )
    expect(found.rows).toEqual([{ month: null }])
  })
})

describe('a session without a human turn', () => {
  it('is accepted, and excluded as headless', async () => {
    const events = [{ type: 'agentText', at: null, text: 'Done.', words: 1 }]
    const batch = await service.accept(ndjson(sessionLine('headless', { events })))
    expect(batch.counts).toMatchObject({ accepted: 1, rejected: 0 })
    expect(batch.progress).toMatchObject({ excluded: 1, pending: 0 })
    expect(batch).toMatchObject({ complete: true, materialised: true })
  })
})
