import { describe, expect, it } from 'vitest'
import { readTranscriptText } from '../../src/index.ts'
import { fixture } from '../fixtures.ts'

const read = (name: string) => readTranscriptText(fixture(`cursor/${name}`))
const textsOf = (name: string, type: string) =>
  read(name).session.events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : []))

describe('a transcript of Cursor', () => {
  it('has the person’s words without what stands around them', () => {
    expect(textsOf('texts-only', 'prompt')).toEqual([
      'Paint the buoy red',
      'Now green',
      'and without a frame',
    ])
    expect(textsOf('calls', 'prompt')).toEqual(['Trim the wick', 'Never mind'])
  })

  it('has a query whole that quotes a query', () => {
    const text = '<user_query>Why does <user_query>this</user_query> stand there?</user_query>'
    const line = JSON.stringify({ role: 'user', message: { content: [{ type: 'text', text }] } })
    expect(readTranscriptText(line).session.events).toEqual([
      { type: 'prompt', at: null, text: 'Why does <user_query>this</user_query> stand there?' },
    ])
  })

  it('carries calls, results and interruptions only where the version writes them', () => {
    expect(read('texts-only').session.carries).toEqual(['agentText'])
    expect(read('calls').session.carries).toEqual([
      'agentText',
      'actionInputs',
      'actionResults',
      'interruptions',
    ])
  })

  it('pairs results with calls by id, and by order where they have none', () => {
    const results = read('calls').session.events.flatMap((event) =>
      event.type === 'action' ? [[event.tool, event.result]] : [],
    )
    expect(results).toEqual([
      ['Shell', 'ok'],
      ['Read', 'none'],
      ['Write', 'error'],
    ])
  })

  it('counts what it does not understand, and goes on', () => {
    expect(read('broken').unknown).toEqual({
      'member:user.future': 1,
      'line:no JSON': 2,
      'line:no object': 1,
      'line:future_kind': 1,
      'line:narrator': 1,
      'block:assistant.untyped': 1,
      'block:assistant.hologram': 1,
    })
  })
})
