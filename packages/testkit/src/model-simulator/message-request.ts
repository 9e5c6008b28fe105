import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

const CacheControl = Type.Object({
  type: Type.Literal('ephemeral'),
  ttl: Type.Optional(Type.Enum(['5m', '1h'])),
})
const TextBlock = Type.Object(
  {
    type: Type.Literal('text'),
    text: Type.String({ minLength: 1 }),
    cache_control: Type.Optional(CacheControl),
  },
  { additionalProperties: false },
)
const Content = Type.Union([Type.String({ minLength: 1 }), Type.Array(TextBlock, { minItems: 1 })])

/** As much of POST /v1/messages as the simulator answers: no tools, no stream, no sampling parameters. */
const MessageRequest = Type.Object(
  {
    model: Type.String({ minLength: 1 }),
    max_tokens: Type.Integer({ minimum: 1 }),
    system: Type.Optional(Content),
    messages: Type.Array(
      Type.Object(
        { role: Type.Enum(['user', 'assistant']), content: Content },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
    output_config: Type.Optional(
      Type.Object(
        {
          format: Type.Object(
            { type: Type.Literal('json_schema'), schema: Type.Record(Type.String(), Type.Unknown()) },
            { additionalProperties: false },
          ),
        },
        { additionalProperties: false },
      ),
    ),
    metadata: Type.Optional(Type.Object({ user_id: Type.Optional(Type.String()) })),
    temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  { additionalProperties: false },
)

export type MessageRequest = Static<typeof MessageRequest>
export type TextBlock = Static<typeof TextBlock>

const compiled = Compile(MessageRequest)
const MAX_BREAKPOINTS = 4
/** From this version on, sampling parameters are refused. */
const WITHOUT_SAMPLING = '2026-10-21'

/** A request in full, or what the Messages API would refuse it for. `version` is its `anthropic-version`. */
export function readMessageRequest(
  body: unknown,
  version: string,
): { readonly request: MessageRequest } | { readonly refused: string } {
  if (!compiled.Check(body)) {
    const [first] = compiled.Errors(body)
    return { refused: `${first?.instancePath ?? ''}: ${first?.message ?? 'invalid'}` }
  }
  if (body.temperature !== undefined && version >= WITHOUT_SAMPLING) {
    return { refused: 'temperature: sampling parameters are not supported' }
  }
  if (body.messages[0]?.role !== 'user')
    return { refused: 'messages: first message must use the "user" role' }
  if (blocksOf(body).filter((block) => block.cache_control !== undefined).length > MAX_BREAKPOINTS) {
    return { refused: `a maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided` }
  }
  const fault = schemaFault(body.output_config?.format.schema, 'output_config.format.schema')
  return fault === null ? { request: body } : { refused: fault }
}

/** The text blocks of a request in the order in which the cache sees them: system, then messages. */
export function blocksOf({ system, messages }: MessageRequest): readonly TextBlock[] {
  return [system ?? [], ...messages.map(({ content }) => content)].flatMap((content) =>
    typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content,
  )
}

const unsupported = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
]

/** What structured output does not take in a schema, or null. */
function schemaFault(schema: unknown, path: string): string | null {
  if (typeof schema !== 'object' || schema === null) return null
  if ('type' in schema && schema.type === 'object') {
    if (!('additionalProperties' in schema) || schema.additionalProperties !== false) {
      return `${path}: 'additionalProperties' must be explicitly set to false`
    }
  }
  const keyword = path.endsWith('.properties') ? undefined : unsupported.find((name) => name in schema)
  if (keyword !== undefined) return `${path}: property '${keyword}' is not supported`
  for (const [name, inside] of Object.entries(schema)) {
    const fault = schemaFault(inside, `${path}.${name}`)
    if (fault !== null) return fault
  }
  return null
}
