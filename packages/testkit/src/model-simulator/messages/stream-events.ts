import { tokensIn } from '../tokens.ts'
import type { Message } from './message.ts'

/** One server-sent event of a streamed message, and the output tokens it brings. */
export type StreamEvent = {
  readonly data: { readonly type: string } & Readonly<Record<string, unknown>>
  readonly tokens: number
}

/** Eight tokens as the simulator counts them, so that the pieces' tokens add up to the answer's. */
const PIECE = 32

/** A message as the events of a stream, in their order. */
export function streamEvents(message: Message): readonly StreamEvent[] {
  const [block] = message.content
  const { output_tokens, service_tier, cache_creation, ...input } = message.usage
  const begun = {
    ...message,
    content: [],
    stop_reason: null,
    usage: { ...message.usage, output_tokens: Math.min(1, output_tokens) },
  }
  return [
    event({ type: 'message_start', message: begun }),
    event({ type: 'ping' }),
    ...(block === undefined ? [] : blockEvents(block.text)),
    event({
      type: 'message_delta',
      delta: { stop_reason: message.stop_reason, stop_sequence: null },
      usage: { ...input, output_tokens },
    }),
    event({ type: 'message_stop' }),
  ]
}

const event = (data: StreamEvent['data'], tokens = 0): StreamEvent => ({ data, tokens })

function blockEvents(text: string): readonly StreamEvent[] {
  const pieces = Array.from({ length: Math.ceil(text.length / PIECE) }, (_, at) =>
    text.slice(at * PIECE, (at + 1) * PIECE),
  )
  return [
    event({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '', citations: null },
    }),
    ...pieces.map((piece) =>
      event(
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } },
        tokensIn(piece),
      ),
    ),
    event({ type: 'content_block_stop', index: 0 }),
  ]
}

/** An event as it is written. */
export const written = ({ type, ...rest }: StreamEvent['data']): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`
