import { describe, expect, it } from 'vitest'
import { readTranscriptText } from '../../src/index.ts'
import { fixture } from '../fixtures.ts'

const read = (name: string) => readTranscriptText(fixture(`copilot-events/${name}`))
const textsOf = (name: string, type: string) =>
  read(name).session.events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : []))
const actionsOf = (name: string) =>
  read(name).session.events.flatMap((event) => (event.type === 'action' ? [event] : []))

describe('an event log of Copilot', () => {
  it('has what the person typed, and not what was made of it', () => {
    expect(textsOf('conversation', 'prompt')).toEqual([
      'Paint the buoy red',
      'Then varnish it',
      '',
      'Thank you',
    ])
    expect(textsOf('sub-agents', 'prompt')).toEqual(['Look for gulls'])
  })

  it('has as steers what came to the agent while it worked, by its delivery or else by the turn', () => {
    expect(textsOf('conversation', 'steer')).toEqual(['and the bell'])
    expect(textsOf('sub-agents', 'steer')).toEqual(['hurry up'])
  })

  it('has a call once that stands in a message and in its start, and none that the person made', () => {
    expect(actionsOf('conversation').map(({ summary, result }) => [summary, result])).toEqual([
      ['paint buoy', 'error'],
      ['/srv/lighthouse/buoy.txt', 'ok'],
      ['varnish', 'none'],
    ])
  })

  it('keeps the calls of sub-agents apart, be they named by their own id or by the call that started them', () => {
    expect(actionsOf('sub-agents').map(({ tool, sidechain }) => [tool, sidechain])).toEqual([
      ['task', false],
      ['grep', true],
      ['view', true],
    ])
    expect(textsOf('sub-agents', 'agentText')).toEqual(['I send someone.', 'None seen.'])
  })

  it('has the edits of recorded diffs, and the lines of a created file without one', () => {
    const edits = actionsOf('edits').flatMap((action) => action.edits)
    expect(edits).toEqual([
      { path: '/srv/lighthouse/new.txt', added: 3, removed: 0, created: true },
      { path: '/srv/lighthouse/log.txt', added: 2, removed: 2, created: false },
      { path: '/srv/lighthouse/a.txt', added: 1, removed: 1, created: false },
      { path: 'elsewhere/b.txt', added: 0, removed: 1, created: false },
      { path: '/srv/lighthouse/plain.txt', added: 2, removed: 0, created: true },
    ])
    expect(read('in-an-editor').session.carries).not.toContain('patches')
  })

  it('has the words of the tool itself as the system’s', () => {
    expect(textsOf('conversation', 'system')).toEqual([
      'The conversation was compacted.',
      'The quota is used up',
    ])
  })

  it('carries usage only where the end of the session tells it', () => {
    expect(read('conversation').session.carries).toContain('usage')
    expect(read('print-mode').session.carries).not.toContain('usage')
  })

  it('counts what it does not understand, and goes on', () => {
    expect(read('broken').unknown).toEqual({
      'line:no JSON': 2,
      'line:no event': 2,
      'event:future.kind': 1,
      'member:future': 1,
      'tool request:no object': 1,
      'result:no call waits for it': 1,
    })
    expect(textsOf('broken', 'prompt')).toEqual(['Light \uFFFD it'])
  })
})
