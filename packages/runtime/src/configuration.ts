import { FieldworkError } from '@fieldwork/errors'
import type { Static, TObject, TSchema } from 'typebox'
import { Value } from 'typebox/value'

export type Environment = Readonly<Record<string, string | undefined>>

/** A variable as the documentation lists it. */
export type ConfigurationRow = {
  readonly name: string
  readonly type: string
  readonly required: boolean
  /** As it would be written in the environment; null where there is none or it is a secret. */
  readonly default: string | null
  readonly secret: boolean
  readonly description: string
}

/**
 * The configuration of a process, from its environment. Every property of the schema is a variable; what others are
 * set is ignored, and an empty one counts as not set, as compose files write it. Throws
 * FieldworkError('configuration_invalid') naming every variable that is wrong, and what it holds unless the schema
 * marks it `secret: true`.
 */
export function readConfiguration<T extends TObject>(schema: T, env: Environment): Static<T> {
  const given = Object.entries(schema.properties).flatMap(([name, property]) => {
    const text = env[name]
    return text ? [{ name, property, text, value: coerce(property, text) }] : []
  })
  const values = Object.fromEntries(given.map(({ name, value }) => [name, value]))
  const candidate: unknown = Value.Default(schema, values)
  const fits = (configuration: unknown): configuration is Static<T> => Value.Check(schema, configuration)
  if (fits(candidate)) return candidate
  const missing = Object.entries(schema.properties)
    .filter(([name, property]) => !(name in values) && isRequired(schema, name, property))
    .map(([name]) => `${name} is missing`)
  const wrong = given
    .filter(({ property, value }) => !Value.Check(property, value))
    .map(({ name, property, text }) => {
      const held = isSecret(property) ? '' : `, not ${JSON.stringify(text)}`
      return `${name} ${demands(property, coerce(property, text))}${held}`
    })
  throw new FieldworkError('configuration_invalid', [...missing, ...wrong].join('; '))
}

/** The text as the schema's type. TypeBox alone would take "1.5" and "true" for the integer 1. */
function coerce(schema: TSchema, text: string): unknown {
  const type = member(schema, 'type')
  if (type === 'integer' && !Number.isInteger(Number(text))) return text
  if (type === 'number' && !Number.isFinite(Number(text))) return text
  return Value.Convert(schema, text)
}

function demands(schema: TSchema, value: unknown): string {
  if (Array.isArray(member(schema, 'anyOf') ?? member(schema, 'enum'))) return `must be ${typeName(schema)}`
  return [...new Set(Value.Errors(schema, value).map((error) => error.message))].join(' and ')
}

/** A row per variable, in the order of the schema, for docs/configuration.md. */
export function describeConfiguration(schema: TObject): ConfigurationRow[] {
  return Object.entries(schema.properties).map(([name, property]) => {
    const fallback = member(property, 'default')
    const secret = isSecret(property)
    return {
      name,
      type: typeName(property),
      required: isRequired(schema, name, property),
      default: fallback === undefined || secret ? null : String(fallback),
      secret,
      description: String(member(property, 'description') ?? ''),
    }
  })
}

function typeName(schema: TSchema): string {
  const choices = member(schema, 'anyOf') ?? member(schema, 'enum')
  if (Array.isArray(choices)) return choices.map(choiceName).join(' | ')
  if (member(schema, 'const') !== undefined) return String(member(schema, 'const'))
  return String(member(schema, 'type') ?? 'string')
}

function choiceName(choice: unknown): string {
  return typeof choice === 'object' && choice !== null ? typeName(choice) : String(choice)
}

function isRequired(schema: TObject, name: string, property: TSchema): boolean {
  return (schema.required ?? []).includes(name) && member(property, 'default') === undefined
}

function isSecret(schema: TSchema): boolean {
  return member(schema, 'secret') === true
}

/** TypeBox schemas are JSON Schema: what a keyword holds, or undefined. */
function member(schema: TSchema, keyword: string): unknown {
  return Reflect.get(schema, keyword)
}
