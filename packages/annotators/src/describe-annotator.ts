import { codebook, type StatedAgreement } from '@fieldwork/codebook'
import { FieldworkError } from '@fieldwork/errors'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { identities } from './identities.ts'
import { statedAgreement } from './local/stated-agreement.ts'

const closed = { additionalProperties: false } as const
const NoSettings = Type.Object({}, closed)
const AnthropicSettings = Type.Object(
  {
    model: Type.String({ default: 'claude-sonnet-4-6', minLength: 1, maxLength: 100, pattern: '^[\\w.-]+$' }),
    strategy: Type.Enum(['faithful', 'frugal'], { default: 'frugal' }),
  },
  closed,
)

/** What decides how each annotator answers, beside its version and the codebook's. */
const settingsSchemas = {
  local: NoSettings,
  none: NoSettings,
  anthropic: AnthropicSettings,
} as const

export type AnnotatorName = keyof typeof settingsSchemas
export type AnnotatorSettings = Readonly<Record<string, string | number | boolean>>

/** All that names a run, and what follows from it without asking the annotator. */
export type AnnotatorDescription = {
  readonly codebookVersion: string
  readonly annotator: AnnotatorName
  readonly annotatorVersion: string
  readonly settings: AnnotatorSettings
  readonly sessionsPerJob: number
  readonly agreement: StatedAgreement | null
}

/**
 * An annotator as this release has it, its settings completed by their defaults: equal runs have equal settings. Needs no
 * key and connects to nothing. Throws `request_invalid` for a setting that is unknown or wrong.
 */
export function describeAnnotator(
  name: AnnotatorName,
  settings: Readonly<Record<string, unknown>> = {},
): AnnotatorDescription {
  const { version, sessionsPerJob } = identities[name]
  return {
    codebookVersion: codebook.version,
    annotator: name,
    annotatorVersion: version,
    settings: completed(name, settingsSchemas[name], settings),
    sessionsPerJob,
    agreement: name === 'local' ? statedAgreement : null,
  }
}

function completed(
  name: AnnotatorName,
  schema: TSchema,
  settings: Readonly<Record<string, unknown>>,
): AnnotatorSettings {
  const whole = Value.Default(schema, { ...settings })
  const isWhole = (value: unknown): value is AnnotatorSettings => Value.Check(schema, value)
  if (isWhole(whole)) return whole
  const wrong = Value.Errors(schema, whole).map(
    ({ instancePath, message }) => `settings${instancePath.replaceAll('/', '.')} ${message}`,
  )
  throw new FieldworkError('request_invalid', `${name}: ${wrong.join('; ')}`)
}
