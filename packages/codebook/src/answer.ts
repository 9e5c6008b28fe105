import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { classifiers } from './codebook.ts'
import { type ClassifierId, type LabelValues, labelValues } from './labels.ts'

export type JsonSchema = { [keyword: string]: unknown }

const Answer = Type.Object({ ...labelValues }, { additionalProperties: false })
const compiled = Compile(Answer)

/**
 * One JSON schema for the answers to all classifiers at once, as structured output wants it: every member required,
 * no other allowed, every enumeration typed, no bounds on numbers, lengths or counts (those are `checkAnswer`'s).
 */
export function frugalSchema(): JsonSchema {
  const ids: readonly ClassifierId[] = classifiers.map(({ id }) => id)
  return {
    type: 'object',
    properties: Object.fromEntries(ids.map((id) => [id, plainSchema(labelValues[id])])),
    required: ids,
    additionalProperties: false,
  }
}

function plainSchema(schema: TSchema): JsonSchema {
  if (Type.IsEnum(schema)) return { type: 'string', enum: [...schema.enum] }
  if (Type.IsArray(schema)) return { type: 'array', items: plainSchema(schema.items) }
  if (Type.IsObject(schema)) {
    const members = Object.entries(schema.properties)
    return {
      type: 'object',
      properties: Object.fromEntries(members.map(([name, member]) => [name, plainSchema(member)])),
      required: members.map(([name]) => name),
      additionalProperties: false,
    }
  }
  return { type: Type.IsNumber(schema) ? 'number' : 'string' }
}

/**
 * Checks a parsed answer to `frugalSchema`. `invalid` says in one line where it fails, and quotes nothing of the answer.
 * Texts come back without NUL characters and unpaired surrogates, which Postgres does not store.
 */
export function checkAnswer(json: unknown): { readonly values: LabelValues } | { readonly invalid: string } {
  if (!compiled.Check(json)) return { invalid: reason(json) }
  if (json.task_value.usd <= 0) return { invalid: '/task_value/usd must be above 0' }
  return { values: storable(json) }
}

function reason(json: unknown): string {
  const [first] = compiled.Errors(json)
  // An unknown member is reported twice, first under its own name, which is the answer's text.
  if (first === undefined || first.keyword === 'boolean')
    return 'the answer has a member that is not asked for'
  return `${first.instancePath === '' ? 'the answer' : first.instancePath} ${first.message}`
}

function storable(answer: Static<typeof Answer>): LabelValues {
  return {
    ...answer,
    decisions: answer.decisions.map((decision) => ({ ...decision, what: clean(decision.what) })),
    task_value: { ...answer.task_value, title: clean(answer.task_value.title) },
  }
}

const clean = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD')
