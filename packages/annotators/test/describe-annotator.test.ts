import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AnnotatorName,
  createAnthropicAnnotator,
  createLocalAnnotator,
  createNoneAnnotator,
  describeAnnotator,
} from '../src/index.ts'

const names: readonly AnnotatorName[] = ['local', 'none', 'anthropic']
const defaults = { model: 'claude-sonnet-4-6', strategy: 'frugal' }

describe('the description of an annotator', () => {
  it.each([
    createLocalAnnotator(),
    createNoneAnnotator(),
    createAnthropicAnnotator({ apiKey: 'k', model: defaults.model, timeoutMs: 1 }),
  ])('says of it what it says of itself: $name', ({ name, version, sessionsPerJob, agreement }) => {
    expect(describeAnnotator(name)).toMatchObject({
      annotator: name,
      annotatorVersion: version,
      sessionsPerJob,
      agreement,
    })
  })

  it('is the same whether a default is said or left out, and saying it again changes nothing', () => {
    const said = fc.record(
      {
        model: fc.constantFrom(defaults.model, 'claude-opus-5'),
        strategy: fc.constantFrom('faithful', 'frugal'),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(said, (settings) => {
        const described = describeAnnotator('anthropic', settings)
        expect(described.settings).toEqual({ ...defaults, ...settings })
        expect(describeAnnotator('anthropic', described.settings)).toEqual(described)
      }),
    )
  })

  it('does not change the settings it is given', () => {
    const given = Object.freeze({})
    describeAnnotator('anthropic', given)
    expect(given).toEqual({})
  })

  it.each(names)('refuses settings that %s does not have, naming them', (name) => {
    expect(() => describeAnnotator(name, { temperature: 1 })).toThrow(
      expect.objectContaining({ code: 'request_invalid', detail: expect.stringContaining(name) }),
    )
  })

  it.each([{ strategy: 'cheap' }, { model: '' }, { model: 5 }, { model: 'two words' }, { model: null }])(
    'refuses %j',
    (settings) => {
      expect(() => describeAnnotator('anthropic', settings)).toThrow(
        expect.objectContaining({ code: 'request_invalid' }),
      )
    },
  )
})
