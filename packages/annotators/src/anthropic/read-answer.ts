import { checkAnswer, type LabelValues } from '@fieldwork/codebook'
import { FieldworkError } from '@fieldwork/errors'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Annotation } from '../annotator.ts'
import type { TokenCounts } from './models.ts'

const Tokens = Type.Integer({ minimum: 0 })
const Cached = Type.Optional(Type.Union([Tokens, Type.Null()]))

/** As much of a message as is read. What answers may be a proxy, so its shape is checked, not believed. */
const Message = Type.Object({
  model: Type.String(),
  stop_reason: Type.Union([Type.String(), Type.Null()]),
  content: Type.Array(Type.Object({ type: Type.String(), text: Type.Optional(Type.String()) })),
  usage: Type.Object({
    input_tokens: Tokens,
    output_tokens: Tokens,
    cache_read_input_tokens: Cached,
    cache_creation_input_tokens: Cached,
  }),
})
type Message = Static<typeof Message>
const compiled = Compile(Message)

type Unscorable = Extract<Annotation, { outcome: 'unscorable' }>
type Refusal = Pick<Unscorable, 'reason' | 'detail'>
export type Answer =
  | { readonly values: LabelValues; readonly model: string; readonly tokens: TokenCounts }
  | { readonly unscorable: Refusal }

/** Reads what the Messages API answered. Throws `annotator_unavailable` where that is no message at all. */
export function readAnswer(body: unknown): Answer {
  if (!compiled.Check(body)) throw new FieldworkError('annotator_unavailable', 'the answer is no message')
  switch (body.stop_reason) {
    case 'refusal':
      return unscorable('answer_refused', 'the model declined')
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return unscorable('answer_truncated', `stopped by ${body.stop_reason}`)
  }
  const checked = checkAnswer(parse(body))
  if ('invalid' in checked) return unscorable('answer_invalid', checked.invalid)
  return { values: checked.values, model: body.model, tokens: tokensOf(body.usage) }
}

const unscorable = (reason: Refusal['reason'], detail: string): Answer => ({ unscorable: { reason, detail } })

/** The JSON of the answer's text; undefined, which no schema takes, where it is none. */
function parse({ content }: Message): unknown {
  const text = content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join('')
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function tokensOf(usage: Message['usage']): TokenCounts {
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    cacheCreationTokens: usage.cache_creation_input_tokens ?? 0,
  }
}
