import type { Anthropic } from '@anthropic-ai/sdk'
import { FieldworkError } from '@fieldwork/errors'

type Event = Anthropic.Messages.RawMessageStreamEvent

/**
 * The message that a stream tells, put together; `begun` is called once its answer has begun. Throws `annotator_unavailable`
 * where the stream ends before the message does.
 */
export async function readStream(events: AsyncIterable<Event>, begun: () => void): Promise<unknown> {
  let started: Anthropic.Messages.Message | undefined
  let text = ''
  let ending: object = {}
  let usage: object = {}
  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        started = event.message
        begun()
        break
      case 'content_block_delta':
        if (event.delta.type === 'text_delta') text += event.delta.text
        break
      case 'message_delta':
        ending = { stop_reason: event.delta.stop_reason }
        usage = told(event.usage)
        break
      case 'message_stop':
        return {
          ...started,
          ...ending,
          content: [{ type: 'text', text }],
          usage: { ...started?.usage, ...usage },
        }
    }
  }
  throw new FieldworkError('annotator_unavailable', 'the stream ended before the message did')
}

/** Counts of the end go before those of the start, where the end tells them. */
const told = (usage: object) =>
  Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== null))
