import { describe, expect, it } from 'vitest'
import { readTranscriptText } from '../../src/index.ts'
import { fixturesOf, fixtureText } from './fixture-folder.ts'

const documents = fixturesOf('gemini-json')
const logs = fixturesOf('gemini-jsonl')
const all = [...documents, ...logs]
const read = (name: string) => readTranscriptText(fixtureText(all, name), { name: `${name}.jsonl` })
const textsOf = (name: string, type: string) =>
  read(name).session.events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : []))

describe('a reading of a record of Gemini CLI', () => {
  it('gives what was typed, without what the model was given for it', () => {
    expect(textsOf('typed-and-shown', 'prompt')).toEqual([
      'Splice the rope',
      '/knot reef please',
      'Measure @rope.txt',
      '',
    ])
    expect(textsOf('typed-and-shown', 'agentText')).toEqual(['Spliced it twice.', 'Reef tied.'])
    expect(textsOf('typed-and-shown', 'system')).toEqual([
      'An update is available',
      '[API Error: the service is at its limit]',
    ])
  })

  it('counts the lines of each diff for its file, and a file made without one by its lines', () => {
    const edits = read('tools-and-stops').session.events.flatMap((event) =>
      event.type === 'action' ? event.edits : [],
    )
    expect(edits.map(({ path, added, removed, created }) => [path, added, removed, created])).toEqual([
      ['/n/rope.txt', 3, 2, false],
      ['/n/new.txt', 2, 0, true],
      ['/n/old-style.txt', 3, 0, true],
      ['/n/cut.txt', 7, 5, false],
    ])
  })

  it('takes back what was rewound, and lets the last of a message count', () => {
    expect(textsOf('folded', 'prompt')).toEqual(['Coil the rope', 'Do not cut it'])
    expect(textsOf('folded', 'agentText')).toEqual(['Coiling well.', 'It stays whole.'])
    expect(read('folded').session.project).toBe('/n/walk')
    expect(read('folded').unknown).toEqual({
      'line:no JSON': 1,
      'line:no object': 1,
      'entry:hologram': 1,
      'entry:constellation': 1,
    })
  })

  it('keeps what was said before the history was compressed', () => {
    expect(textsOf('compressed', 'prompt')).toEqual(['Weave a sail', 'Dye it red', 'Hoist it'])
    expect(textsOf('compressed', 'system')).toHaveLength(2)
  })

  it('reads a document with backslashes that begin no escape', () => {
    const text = fixtureText(all, 'typed-and-shown').replace(
      'Splice the rope',
      String.raw`Splice \REDACTED\u00e9 \\`,
    )
    const { session } = readTranscriptText(text)
    expect(session.events.find(({ type }) => type === 'prompt')).toMatchObject({
      text: 'Splice \\REDACTEDé \\',
    })
  })

  it('names the session by its record, or by its file where the record names none', () => {
    expect(read('folded').session.externalId).toBe('rope-walk')
    expect(read('starts-in-the-middle').session.externalId).toBe('starts-in-the-middle')
    expect(read('sub-agent').unknown).toEqual({ 'member:constellation': 1 })
  })
})
