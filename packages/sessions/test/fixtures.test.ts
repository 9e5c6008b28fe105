import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { CanonicalSession, detectFormat, measure, readTranscriptText, Telemetry } from '../src/index.ts'
import { fixture, fixtures } from './fixtures.ts'

const canonical = Compile(CanonicalSession)
const telemetry = Compile(Telemetry)

describe.each(fixtures)('$id', ({ name, format, bytes, expected }) => {
  const text = bytes.toString('utf8')

  it('is recognised by its content', () => expect(detectFormat(text)).toBe(format))

  it('has the counts written beside it', () => {
    const { session } = readTranscriptText(text, { name: `${name}.jsonl` })
    expect(measure(session)).toEqual(expected)
    expect(telemetry.Check(expected)).toBe(true)
  })

  it('becomes a canonical session that fits the schema and survives JSON', () => {
    const { session } = readTranscriptText(text)
    expect(canonical.Check(session)).toBe(true)
    expect(JSON.parse(JSON.stringify(session))).toEqual(session)
  })
})

const eventsOf = (name: string) => readTranscriptText(fixture(name)).session.events
const textsOf = (name: string, type: string) =>
  eventsOf(name).flatMap((event) => (event.type === type && 'text' in event ? [event.text] : []))

describe('a reading', () => {
  it('strips what stands before the person’s words, and keeps the words', () => {
    expect(textsOf('prompts-and-wrappers', 'prompt')).toEqual([
      'Paint the buoy red',
      'Now paint it green',
      '',
      '',
    ])
  })

  it('gives a slash command as it was typed, where the agent answers it', () => {
    expect(textsOf('slash-commands', 'prompt')).toEqual(['/tide-table march  high', 'Thank you'])
  })

  it('gives steers in their order, without those taken back or come to be prompts', () => {
    expect(textsOf('steers', 'steer')).toEqual([
      'and leave out the wrecks',
      '[Image #1] this one too',
      'use blue ink',
      'and thick paper',
      'still waiting when it ended',
    ])
  })

  it('gives a summary of a compaction and a synthetic answer as the system’s words', () => {
    expect(textsOf('compaction', 'system')).toHaveLength(3)
    expect(textsOf('synthetic', 'system')).toEqual([
      'API Error: the service is at its limit',
      'No response requested.',
    ])
  })

  it('pairs calls and results by order where their ids are damaged', () => {
    const results = eventsOf('damaged-ids').flatMap((event) =>
      event.type === 'action' ? [[event.summary, event.result]] : [],
    )
    expect(results).toEqual([
      ['trim left', 'ok'],
      ['trim right', 'error'],
      ['fetch wick', 'none'],
    ])
  })

  it('counts what it does not understand, and goes on', () => {
    const { session, unknown } = readTranscriptText(fixture('broken-lines'))
    expect(unknown).toEqual({
      'line:no JSON': 2,
      'line:no object': 2,
      'member:user.futureMember': 1,
      'entry:future-entry': 1,
      'entry:constellation': 1,
      'entry:untyped': 1,
      'block:assistant.hologram': 1,
      'block:assistant.no object': 1,
      'entry:assistant without a message': 1,
    })
    expect(session.events.flatMap((event) => ('text' in event ? [event.text] : []))).toEqual([
      'Light the lamp \uFFFD now \uFFFD please',
      'Lit \uFFFD it.',
    ])
  })

  it('keeps the id a session began under, also where it is resumed under another', () => {
    expect(readTranscriptText(fixture('repeated-entries')).session.externalId).toBe('an-older-session')
  })

  it('tells a sub-agent’s own file from the session that started it', () => {
    expect(readTranscriptText(fixture('sub-agent-file')).session.externalId).toBe('sub-agent-file/a2')
    expect(readTranscriptText(fixture('sidechains')).session.externalId).toBe('sidechains')
  })
})

describe('what Claude Code writes of late', () => {
  const entry = (type: string, members: object) => JSON.stringify({ sessionId: 's', type, ...members })
  const said = (text: string, kind?: string) =>
    entry('user', { message: { content: text }, ...(kind === undefined ? {} : { origin: { kind } }) })

  it('is a prompt only where it comes from a person', () => {
    const text = [
      said('Wind the clock', 'human'),
      said('Go on', 'auto-continuation'),
      said('Another session says hello', 'peer'),
      entry('queue-operation', {
        operation: 'enqueue',
        content: '<cross-session-message from="x">hello</cross-session-message>',
      }),
      entry('attachment', { attachment: { type: 'queued_command', prompt: 'Go on', isMeta: true } }),
      said('Thank you'),
    ].join('\n')
    expect(measure(readTranscriptText(text).session)).toMatchObject({ turns: 2, steers: 0 })
  })

  it('is an action also where the tool runs beside the model', () => {
    const content = [
      { type: 'server_tool_use', id: 'srvtoolu_1', name: 'advisor', input: { question: 'which spring' } },
      {
        type: 'advisor_tool_result',
        tool_use_id: 'srvtoolu_1',
        content: { type: 'advisor_result', text: 'the long one' },
      },
    ]
    const text = `${said('Wind the clock')}\n${entry('assistant', { message: { id: 'm', model: 'north', content } })}`
    const { session, unknown } = readTranscriptText(text)
    expect(measure(session)).toMatchObject({ actions: 1, actionsUnanswered: 0, agentWords: 2 })
    expect(unknown).toEqual({})
  })
})
