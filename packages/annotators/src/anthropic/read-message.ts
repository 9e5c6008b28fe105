import { type QuestionId, readAnswers } from '@fieldwork/codebook'
import { FieldworkError } from '@fieldwork/errors'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { FailedAnswer, StepAnswer, Usage } from './ports.ts'

const Tokens = Type.Integer({ minimum: 0 })
const Counted = Type.Optional(Type.Union([Tokens, Type.Null()]))

/** As much of a message as is read. What answers may be a proxy, so its shape is checked, not believed. */
const Message = Type.Object({
  model: Type.String(),
  stop_reason: Type.Union([Type.String(), Type.Null()]),
  content: Type.Array(Type.Object({ type: Type.String(), text: Type.Optional(Type.String()) })),
  usage: Type.Object({
    input_tokens: Tokens,
    output_tokens: Tokens,
    cache_read_input_tokens: Counted,
    cache_creation_input_tokens: Counted,
    cache_creation: Type.Optional(
      Type.Union([
        Type.Object({ ephemeral_5m_input_tokens: Counted, ephemeral_1h_input_tokens: Counted }),
        Type.Null(),
      ]),
    ),
  }),
})
export type Message = Static<typeof Message>
const compiled = Compile(Message)

/** A message that was answered. Throws `annotator_unavailable` where what came is none. */
export function readMessage(body: unknown): Message {
  if (!compiled.Check(body)) throw new FieldworkError('annotator_unavailable', 'the answer is no message')
  return body
}

/** What a message says to the questions that were asked. Never throws. */
export function readStepAnswer(message: Message, asked: readonly QuestionId[]): StepAnswer {
  switch (message.stop_reason) {
    case 'refusal':
      return failed('answer_refused', 'it was declined')
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return failed('answer_truncated', 'it was longer than allowed and broke off')
  }
  const json = parse(message)
  if (json === undefined) return failed('answer_invalid', 'it was no JSON')
  return { kind: 'answered', ...readAnswers(json, asked) }
}

const failed = (reason: FailedAnswer['reason'], detail: string): StepAnswer => ({
  kind: 'failed',
  reason,
  detail,
})

/** The JSON of the answer's text, undefined where it is none. */
function parse({ content }: Message): unknown {
  const text = content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join('')
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a message cost in tokens. Cache writes of which no lifetime is told are those of five minutes. */
export function usageOf({ usage }: Message): Usage {
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0
  const written = usage.cache_creation_input_tokens ?? 0
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    cacheWrite5mTokens: Math.max(written - hour, 0),
    cacheWrite1hTokens: hour,
  }
}
