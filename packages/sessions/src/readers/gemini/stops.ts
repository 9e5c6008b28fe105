import type { SessionEvent } from '../../canonical-session.ts'
import type { ReadMessage } from './message.ts'

/**
 * The events of all messages, with an interruption where a call was given up and the tool does not say in the same turn
 * that the person stopped it: it says so for a request, and not for a call that the person did not allow.
 */
export function withStops(messages: readonly ReadMessage[]): SessionEvent[] {
  const events: SessionEvent[] = []
  let said = false
  let cancelledAt: string | null | undefined
  const closeTurn = () => {
    if (cancelledAt !== undefined && !said) events.push({ type: 'interruption', at: cancelledAt })
    said = false
    cancelledAt = undefined
  }
  for (const message of messages) {
    if (message.events[0]?.type === 'prompt') closeTurn()
    if (message.stop === 'said') said = true
    if (message.stop === 'call') cancelledAt ??= message.at
    events.push(...message.events)
  }
  closeTurn()
  return events
}
