import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { profileOf } from './model-profiles.ts'
import { schemaFault } from './schema-fault.ts'
import { tokensIn } from './tokens.ts'

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

/** As much of POST /v1/messages as the simulator answers: text, no tools, of the sampling parameters the temperature. */
const MessageRequest = Type.Object(
  {
    model: Type.String({ minLength: 1 }),
    max_tokens: Type.Integer({ minimum: 1 }),
    stream: Type.Optional(Type.Boolean()),
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
export type PromptBlock = Static<typeof TextBlock> & { readonly role: 'system' | 'user' | 'assistant' }

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
  const refused =
    temperatureFault(body, version) ??
    (body.messages[0]?.role === 'user' ? null : 'messages: first message must use the "user" role') ??
    breakpointFault(body) ??
    schemaFault(body.output_config?.format.schema, 'output_config.format.schema')
  return refused === null ? { request: body } : { refused }
}

function temperatureFault({ temperature, model }: MessageRequest, version: string): string | null {
  if (temperature === undefined) return null
  if (version >= WITHOUT_SAMPLING) return 'temperature: sampling parameters are not supported'
  return temperature === 1 || profileOf(model).temperature
    ? null
    : `temperature: ${model} takes no temperature other than 1`
}

function breakpointFault(request: MessageRequest): string | null {
  const lifetimes = blocksOf(request).flatMap(({ cache_control }) =>
    cache_control === undefined ? [] : [cache_control.ttl ?? '5m'],
  )
  if (lifetimes.length > MAX_BREAKPOINTS) {
    return `a maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided`
  }
  return lifetimes.lastIndexOf('1h') > lifetimes.indexOf('5m') && lifetimes.includes('5m')
    ? "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block"
    : null
}

/** The text blocks of a request in the order in which the cache sees them: system, then messages. */
export function blocksOf({ system, messages }: MessageRequest): readonly PromptBlock[] {
  return [{ role: 'system' as const, content: system ?? [] }, ...messages].flatMap(({ role, content }) =>
    typeof content === 'string'
      ? [{ role, type: 'text' as const, text: content }]
      : content.map((block) => ({ role, ...block })),
  )
}

/** All tokens of a prompt. */
export const promptTokens = (request: MessageRequest): number =>
  blocksOf(request).reduce((sum, { text }) => sum + tokensIn(text), 0)
