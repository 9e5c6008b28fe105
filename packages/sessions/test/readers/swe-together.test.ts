import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTranscript, readTranscriptText } from '../../src/index.ts'
import { parsePythonList } from '../../src/readers/swe-together/python-list.ts'
import { fixture } from '../fixtures.ts'

const read = (name: string) => readTranscriptText(fixture(`swe-together/${name}`))
const textsOf = (name: string, type: string) =>
  read(name).session.events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : []))

describe('a document of SWE-Together', () => {
  it('has the prompts of a person and no text that a tool wrote in their place', () => {
    expect(textsOf('claude-code-blocks', 'prompt')).toEqual([
      'Paint the buoy red',
      '/varnish twice',
      '/review',
      'What is this?',
      'Thank you',
    ])
    expect(textsOf('gemini-cli', 'prompt')).toEqual(['Trim the wick'])
  })

  it('has a compaction and a synthetic answer as the system’s words', () => {
    expect(textsOf('claude-code-blocks', 'system')).toEqual([
      'This session is being continued from a previous conversation that ran out of context.',
      'No response requested.',
    ])
  })

  it('has a call once, be it in the blocks, in the tool uses or in both', () => {
    const tools = (name: string) =>
      read(name).session.events.flatMap((event) =>
        event.type === 'action' ? [[event.tool, event.result]] : [],
      )
    expect(tools('claude-code-blocks')).toEqual([
      ['Edit', 'ok'],
      ['Bash', 'error'],
      ['Bash', 'none'],
    ])
    expect(tools('claude-code-summed-up')).toEqual([
      ['Read', 'none'],
      ['Bash', 'none'],
    ])
  })

  it('carries inputs and results only where it has them whole', () => {
    expect(read('claude-code-blocks').session.carries).toEqual([
      'agentText',
      'actionResults',
      'actionInputs',
      'interruptions',
    ])
    expect(read('claude-code-summed-up').session.carries).toEqual(['agentText', 'interruptions'])
    expect(read('gemini-cli').session.carries).toEqual(['agentText', 'actionResults', 'actionInputs'])
  })

  it('has a list that Python printed as the blocks it is', () => {
    expect(textsOf('printed-by-python', 'prompt')).toEqual([
      "Oil the 'big' hinge\nplease — now",
      "[{'type': 'text', not closed",
    ])
    expect(textsOf('printed-by-python', 'agentText')).toEqual(["It's oiled", 'Done so.'])
  })

  it('counts what it does not understand, and goes on', () => {
    expect(read('broken').unknown).toEqual({
      'member:future': 1,
      'message:no object': 2,
      'role:narrator': 1,
      'member:user.future': 1,
      'block:assistant.untyped': 1,
      'block:assistant.hologram': 1,
    })
  })

  it('reads the same whatever the order of its members', async () => {
    const { messages, ...others } = JSON.parse(fixture('swe-together/gemini-cli'))
    const [first, last] = [
      { ...others, messages },
      { session_id: others.session_id, messages, ...others },
    ]
    expect(readTranscriptText(JSON.stringify(last))).toEqual(readTranscriptText(JSON.stringify(first)))
    expect(await readTranscript(JSON.stringify(last))).toEqual(read('gemini-cli'))
  })
})

/** As Python prints it. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${printed(name)}: ${printed(member)}`)
    return `{${members.join(', ')}}`
  }
  if (typeof value === 'string') {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
    return escaped.includes("'") && !escaped.includes('"')
      ? `"${escaped}"`
      : `'${escaped.replaceAll("'", "\\'")}'`
  }
  return value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : String(value)
}

describe('a list that Python printed', () => {
  it('is read as it was before it was printed', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
    const name = fc.string().filter((one) => one !== '__proto__')
    const block = fc.dictionary(name, fc.oneof(value, fc.array(value)), { minKeys: 1, noNullPrototype: true })
    fc.assert(
      fc.property(fc.array(block, { minLength: 1 }), (list) => {
        expect(parsePythonList(printed(list))).toEqual(list)
      }),
    )
  })

  it('is none where the text is another, and no reason to fail', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (tail) => {
        parsePythonList(`[{'type': ${tail}`)
      }),
    )
    expect(parsePythonList('just words')).toBeUndefined()
    expect(parsePythonList("[{'a': 1}] and more")).toBeUndefined()
    expect(parsePythonList(`[{'a': ${'['.repeat(10_000)}`)).toBeUndefined()
  })
})
