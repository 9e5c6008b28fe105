import type { Fault } from './faults.ts'
import { type InputUsage, tokensIn } from './prompt-cache.ts'

/** The document of a message: `answer` is the text the model would give but for the fault. */
export function message(
  id: string,
  model: string,
  answer: string,
  maxTokens: number,
  input: InputUsage,
  fault: Fault | null,
) {
  const { text, stopReason } = spoken(answer, maxTokens, fault)
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: text === '' ? [] : [{ type: 'text', text, citations: null }],
    stop_reason: stopReason,
    stop_sequence: null,
    usage: {
      ...input,
      output_tokens: tokensIn(text),
      cache_creation: {
        ephemeral_5m_input_tokens: input.cache_creation_input_tokens,
        ephemeral_1h_input_tokens: 0,
      },
      service_tier: 'standard',
    },
  }
}

function spoken(answer: string, maxTokens: number, fault: Fault | null) {
  switch (fault?.kind) {
    case 'refusal':
      return { text: '', stopReason: 'refusal' }
    case 'bad_json':
      return { text: 'It depends on how one reads it.', stopReason: 'end_turn' }
    case 'wrong_option':
      return { text: answer.replace(/"outcome":"\w+"/, '"outcome":"triumphed"'), stopReason: 'end_turn' }
    case 'max_tokens':
      return { text: answer.slice(0, Math.floor(answer.length / 2)), stopReason: 'max_tokens' }
    default:
      return tokensIn(answer) > maxTokens
        ? { text: answer.slice(0, maxTokens * 4), stopReason: 'max_tokens' }
        : { text: answer, stopReason: 'end_turn' }
  }
}
