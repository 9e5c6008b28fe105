import type { Occupation } from '../parameters.ts'
import type { NonEmpty } from '../random.ts'

export type Language = 'typescript' | 'python' | 'go'

/**
 * What a project is about, in the words of people who work in it. The phrases stand in templates, so each kind has one
 * grammatical form: `features` follow "to", `faults`, `invariants` and `reasons` are clauses, `things`, `edgeCases`,
 * `texts` and `questions` are noun phrases or indirect questions.
 */
export type Domain = {
  /** The occupation that the surroundings tell of; unclear where nothing does. */
  readonly occupation: Occupation | 'unclear'
  readonly project: string
  readonly language: Language
  readonly files: NonEmpty<string>
  readonly data: NonEmpty<string>
  readonly documents: NonEmpty<string>
  /** Names of functions and tables, as insiders call them. */
  readonly parts: NonEmpty<string>
  /** Nouns for code that is made up. */
  readonly entities: NonEmpty<string>
  /** What somebody sees who does not know the inside. */
  readonly things: NonEmpty<string>
  /** Words of the field that are used loosely. */
  readonly terms: NonEmpty<string>
  readonly features: NonEmpty<string>
  readonly faults: NonEmpty<string>
  readonly invariants: NonEmpty<string>
  readonly edgeCases: NonEmpty<string>
  readonly reasons: NonEmpty<string>
  readonly questions: NonEmpty<string>
  readonly texts: NonEmpty<string>
  /** Sentences of the project's instructions for the agent; they tell whose project it is. */
  readonly instructions: NonEmpty<string>
}
