import { describe, expect, it } from 'vitest'
import { readTranscriptText } from '../../src/index.ts'
import { fixturesOf, fixtureText } from './fixture-folder.ts'

const fixtures = fixturesOf('opencode-export')
const read = (name: string) => readTranscriptText(fixtureText(fixtures, name))
const textsOf = (name: string, type: string) =>
  read(name).session.events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : []))

describe('a reading of an OpenCode export', () => {
  it('gives the person’s words without what the tool adds to them', () => {
    expect(textsOf('prompts', 'prompt')).toEqual([
      'Draw the breakwater, please',
      'Compare it with @tides.txt',
      '',
      '@surveyor',
      'Also the pier\nand the crane',
    ])
  })

  it('takes a command that starts a sub-agent for a prompt, and a shell command of the person’s for none', () => {
    expect(textsOf('commands-and-stops', 'prompt')).toEqual([
      '/review\nLook at the whole pier',
      'Saw it in half',
      'Why?',
    ])
    expect(textsOf('commands-and-stops', 'system')).toEqual([
      'The person ran: ls pier',
      'the service is at its limit',
    ])
  })

  it('gives summaries as the system’s words, and a prompt that the tool repeats once', () => {
    expect(textsOf('compaction', 'prompt')).toEqual(['Count all gulls', 'Count the terns too', 'Good'])
    expect(textsOf('compaction', 'agentText')).toEqual(['Many.', 'Few terns.', 'Nothing left.'])
    expect(textsOf('compaction', 'system')).toHaveLength(4)
  })

  it('counts the lines of each recorded patch for its file', () => {
    const edits = read('edits').session.events.flatMap((event) =>
      event.type === 'action' ? event.edits : [],
    )
    expect(edits.map(({ path, added, removed, created }) => [path, added, removed, created])).toEqual([
      ['/h/a.txt', 3, 2, false],
      ['/h/n.txt', 4, 3, false],
      ['/h/new.txt', 2, 0, true],
      ['/h/old.txt', 0, 2, false],
      ['/h/to.txt', 0, 0, false],
      ['/h/b.txt', 2, 1, false],
      ['/h/c.txt', 0, 1, false],
      ['/h/m.txt', 1, 1, false],
      ['/h/m.txt', 2, 1, false],
      ['/h/w.txt', 3, 0, true],
    ])
  })

  it('names a child session after its parent', () => {
    expect(read('child-session').session.externalId).toBe('ses_harbor/ses_child')
    expect(read('prompts').session.externalId).toBe('ses_harbor')
    expect(read('damaged-ids').session.externalId).toBe('ses_harbor')
  })

  it('counts what it does not understand, and goes on', () => {
    expect(read('print-mode-and-unknowns').unknown).toEqual({
      'part:user.hologram': 1,
      'part:no object': 1,
      'entry:no message': 2,
      'entry:narrator': 1,
      'part:assistant.constellation': 1,
      'part:assistant.untyped': 1,
      'member:weather': 1,
    })
  })
})
