import type { Fault } from '../faults.ts'
import type { InputUsage } from '../prompt-cache.ts'
import { tokensIn } from '../tokens.ts'

/** A message of the API: an answer with what it used. */
export type Message = {
  readonly id: string
  readonly type: 'message'
  readonly role: 'assistant'
  readonly model: string
  readonly content: readonly { readonly type: 'text'; readonly text: string; readonly citations: null }[]
  readonly stop_reason: string | null
  readonly stop_sequence: null
  readonly usage: InputUsage & {
    readonly output_tokens: number
    readonly service_tier: 'standard' | 'batch'
  }
}

type Spoken = { readonly text: string; readonly stopReason: string }

/** The document of a message. */
export function message(
  id: string,
  model: string,
  { text, stopReason }: Spoken,
  input: InputUsage,
  tier: 'standard' | 'batch',
): Message {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: text === '' ? [] : [{ type: 'text', text, citations: null }],
    stop_reason: stopReason,
    stop_sequence: null,
    usage: { ...input, output_tokens: tokensIn(text), service_tier: tier },
  }
}

/** What becomes of the answer the model would give but for the fault, and why it stops there. */
export function spoken(answer: string, maxTokens: number, fault: Fault | null): Spoken {
  switch (fault?.kind) {
    case 'refusal':
      return { text: '', stopReason: 'refusal' }
    case 'bad_json':
      return { text: 'It depends on how one reads it.', stopReason: 'end_turn' }
    case 'wrong_option':
      return { text: misnamed(answer), stopReason: 'end_turn' }
    case 'max_tokens':
      return { text: answer.slice(0, Math.floor(answer.length / 2)), stopReason: 'max_tokens' }
    default:
      return tokensIn(answer) > maxTokens
        ? { text: answer.slice(0, maxTokens * 4), stopReason: 'max_tokens' }
        : { text: answer, stopReason: 'end_turn' }
  }
}

/** The answer with an option that there is not, in either of its shapes. */
function misnamed(answer: string): string {
  const [, name] = /"(outcome|option|kind)":"/.exec(answer) ?? []
  return name === undefined
    ? answer.replace(/"usd":[\d.]+/, '"usd":-1')
    : answer.replace(new RegExp(`"${name}":"[\\w-]+"`), `"${name}":"triumphed"`)
}
