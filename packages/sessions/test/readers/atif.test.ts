import { describe, expect, it } from 'vitest'
import { readTranscriptText } from '../../src/index.ts'
import { fixturesOf, fixtureText } from './fixture-folder.ts'

const fixtures = fixturesOf('atif')
const read = (name: string) => readTranscriptText(fixtureText(fixtures, name))

describe('a reading of a trajectory', () => {
  it('gives each call its own result, by name or by order', () => {
    const results = read('steps').session.events.flatMap((event) =>
      event.type === 'action' ? [[event.tool, event.result, event.resultText]] : [],
    )
    expect(results).toEqual([
      ['turn_wheel', 'ok', 'upper turned'],
      ['turn_wheel', 'ok', 'lower turned'],
      ['bash', 'ok', 'screen of both'],
      ['bash', 'ok', 'screen of both'],
    ])
    expect(read('steps').unknown).toEqual({
      'result:no call waits for it': 1,
      'entry:narrator': 1,
      'entry:no object': 1,
      'member:constellation': 1,
    })
  })

  it('leaves out what was copied from an earlier trajectory', () => {
    const texts = read('copied-and-delegated').session.events.flatMap((event) =>
      'text' in event ? [event.text] : [],
    )
    expect(texts).toEqual(['Chart this', 'Sending the pilot.'])
  })

  it('carries whether calls failed, what sub-agents did and tokens only where the file tells', () => {
    expect(read('steps').session.carries).toEqual(['agentText', 'actionInputs', 'modelCalls', 'usage'])
    expect(read('copied-and-delegated').session.carries).toContain('actionResults')
    expect(read('copied-and-delegated').session.carries).toContain('sidechains')
  })

  it('is named by its run and its document', () => {
    expect(read('steps').session.externalId).toBe('run-7')
    expect(read('copied-and-delegated').session.externalId).toBe('run-8/run-8-root')
  })
})
