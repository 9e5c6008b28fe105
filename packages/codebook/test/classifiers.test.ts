import { describe, expect, test } from 'vitest'
import {
  type Classifier,
  classifiers,
  codebook,
  codebookHash,
  labelValues,
  promptHash,
} from '../src/index.ts'
import versions from '../versions.json' with { type: 'json' }

/**
 * The definition behind every version that labels were ever given under. A label's meaning hangs on it: whoever changes what
 * a classifier shows gives it a new version, gives the codebook one, and adds the new hashes below the old ones.
 */
const pinned: Readonly<Record<string, Readonly<Record<string, string>>>> = versions
const howTo =
  'its definition changed: raise its version and the codebook’s, and add both hashes to packages/codebook/versions.json'

describe('the codebook', () => {
  test('changing a definition without a new version fails', () => {
    for (const asked of classifiers) {
      expect(pinned[asked.id]?.[asked.version], `${asked.id}: ${howTo}`).toBe(promptHash(asked))
    }
    expect(pinned.codebook?.[codebook.version], `codebook: ${howTo}`).toBe(codebookHash())
  })

  test('no two versions have the same definition', () => {
    for (const [id, hashes] of Object.entries(pinned)) {
      expect(new Set(Object.values(hashes)).size, id).toBe(Object.keys(hashes).length)
    }
  })

  test('whatever an annotator is shown is in the hash', () => {
    const asked = codebook.classifiers.outcome
    const changes: Partial<Classifier>[] = [
      { question: 'Other?' },
      { options: asked.options?.slice(1) ?? [] },
      { mayNotUse: [] },
      { output: 'Otherwise.' },
    ]
    const hashes = changes.map((change) => promptHash({ ...asked, ...change }))
    expect(new Set([promptHash(asked), ...hashes]).size).toBe(changes.length + 1)
  })

  test('says of every classifier what it may not use, a cut above all, and how it is answered', () => {
    for (const { id, mayNotUse, output } of classifiers) {
      expect(mayNotUse.join(' '), id).toContain('says text was cut')
      expect(output, id).toMatch(/`(option|decisions|posting)`/)
    }
  })

  test('asks every classifier that has labels, each under its own id', () => {
    expect(Object.keys(codebook.classifiers).sort()).toEqual(Object.keys(labelValues).sort())
    for (const [id, asked] of Object.entries(codebook.classifiers)) expect(asked.id).toBe(id)
  })

  test('the options of a classifier are the answers that its schema takes, and each is defined', () => {
    for (const { id, options, answer } of classifiers) {
      if (options === undefined) continue
      const allowed = 'enum' in answer ? answer.enum : []
      expect(
        options.map((option) => option.id),
        id,
      ).toEqual([...allowed])
      for (const { definition } of options) expect(definition).not.toBe('')
    }
  })

  test('the hash of a classifier does not hang on its version', () => {
    expect(promptHash({ ...codebook.classifiers.outcome, version: '9' })).toBe(
      promptHash(codebook.classifiers.outcome),
    )
  })
})
