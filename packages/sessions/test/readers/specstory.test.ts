import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { CanonicalSession, detectFormat, measure, readTranscriptText } from '../../src/index.ts'
import { fixturesOf, fixtureText } from './fixture-folder.ts'

const canonical = Compile(CanonicalSession)
const fixtures = fixturesOf('specstory-markdown')
const read = (name: string) => readTranscriptText(fixtureText(fixtures, name))
const textsOf = (name: string, type: string) =>
  read(name).session.events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : []))

describe.each(fixtures)('the Markdown of SpecStory $name', ({ text, expected }) => {
  it('has the counts written beside it, and fits the schema, with either end of line', () => {
    for (const variant of [text, text.replaceAll('\n', '\r\n'), `\uFEFF${text}`]) {
      expect(detectFormat(variant)).toBe('specstory-markdown')
      const { session } = readTranscriptText(variant)
      expect(measure(session)).toEqual(expected)
      expect(canonical.Check(session)).toBe(true)
    }
  })

  it('carries the text and nothing that Markdown does not tell', () => {
    expect(readTranscriptText(text).session.carries).toEqual(['agentText'])
  })
})

describe('a reading of SpecStory’s Markdown', () => {
  it('gives the person’s words with their own dashes, and no wrappers', () => {
    expect(textsOf('agent-cli', 'prompt')).toEqual([
      'Mend the sail, and keep this:\n---\nthe second half',
      '/sew again',
    ])
    expect(textsOf('editor', 'prompt')).toEqual([
      'untangle the ropes',
      'thanks, but what is this:\n<tool-use data-tool-type="read" data-tool-name="read_file">',
    ])
  })

  it('is not divided by what stands in a code fence, a tool’s section or a thought', () => {
    expect(textsOf('agent-cli', 'agentText')).toEqual([
      'I will mend it now:\n```bash\n_**User**_\n---\nsew --twice\n```',
      'Mended.',
      'Sewn.',
    ])
    expect(textsOf('editor', 'agentText')).toEqual(['Two of them are tangled.', 'Untangled both.'])
  })

  it('goes on after a code fence that nothing closes', () => {
    expect(textsOf('older', 'prompt')).toEqual(['count the gulls', 'and the terns?'])
    expect(textsOf('older', 'agentText')).toEqual([
      'I count them.',
      'There are five:\n```\none\ntwo',
      'None.',
    ])
  })

  it('names the tools that were used and the session', () => {
    const tools = ['agent-cli', 'editor', 'older'].map((name) =>
      read(name).session.events.flatMap((event) =>
        event.type === 'action' ? [[event.tool, event.summary, event.sidechain]] : [],
      ),
    )
    expect(tools).toEqual([
      [
        ['Bash', '', false],
        ['Read', '', true],
      ],
      [
        ['read_file', 'Read file: /home/ada/ropes.txt', false],
        ['grep', 'Grep for "knot" • 2 matches', false],
      ],
      [
        ['read_file', '', false],
        ['grep', '', false],
      ],
    ])
    expect(read('editor').session.externalId).toBe('7d1f0c2e-0000-4000-8000-00000000aa02')
  })
})
