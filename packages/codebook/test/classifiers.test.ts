import { describe, expect, test } from 'vitest'
import { classifiers, codebook, codebookHash, labelValues, promptHash } from '../src/index.ts'

/** The definition behind each version. A label's meaning hangs on it: to change one, add a version. */
const pinned = {
  work_mode: ['1', '4249c1ff4c460ee4574949259899e30964cd92d2506ddb19de3a6a575db7358a'],
  codebase: ['1', '968ce01a031431c35c261ff0e06d81acbfd1535938d6afdfe867bd4ea6f9ba1e'],
  decisions: ['1', '954d5ca55a0365859341873b0b9b6ba9549930fe14cbd132c69533f0d2606379'],
  expertise: ['1', 'f86b6ae2e293b964dd8af34518d5048bfbf359b90ead5ab7a1b54a5fe5a4b620'],
  occupation_user: ['1', '93754b685ecf6b23705e3e336feb7b9575e495894b5c6c93e1d4eca4d64931be'],
  occupation_work: ['1', '235a91df77c50e139150699ceb75873a8a49760ea9d32e00495f7e0f3b273adb'],
  outcome: ['1', 'd1eacf40af563fed049118a295e9175f533c97ed872f0248c24f6c2ef6c61393'],
  success_signal: ['1', '7d2cc2debbaa3d352929fb547f708404f74a2fdce8046d55e5efdcfb70d5c05f'],
  failure_signal: ['1', '425c52c4f7bd2a63d67239b5e873805e41e73c955255035189c1b2dbd8725603'],
  task_value: ['1', '08c98c1ff3fa67745c6b6b6d18bfe8c3626c96b909a81904d7fc649047ceb7bf'],
} as const

describe('the codebook', () => {
  test('changing a definition without a new version fails', () => {
    const now = Object.fromEntries(classifiers.map((asked) => [asked.id, [asked.version, promptHash(asked)]]))
    expect(now).toEqual(pinned)
  })

  test('a change of any classifier changes the hash of the whole', () => {
    expect([codebook.version, codebookHash()]).toEqual([
      '1',
      '3d4334f7612c7ccbf75e94721a5b56bd35e711a9888dc96138a9151da7e5c7aa',
    ])
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
    expect(promptHash({ ...codebook.classifiers.outcome, question: 'Other?' })).not.toBe(
      promptHash(codebook.classifiers.outcome),
    )
  })
})
