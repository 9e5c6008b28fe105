import type { SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asArray, type JsonObject } from '../../json.ts'
import { isAbortMarker, personsWords } from './user-text.ts'

/** A message that counts only where the file has no better witness of it. */
type Proposals = { readonly events: SessionEvent[]; outdone: boolean }

const proposals = (): Proposals => ({ events: [], outdone: false })

function outdo(by: Proposals): void {
  by.outdone = true
}

function propose(to: Proposals, event: SessionEvent): SessionEvent | null {
  if (to.outdone) return null
  to.events.push(event)
  return event
}

/**
 * The person's prompts. Each stands twice: as `user_message`, which counts, and as a response item, which counts in versions
 * that write no such event (telemetry: other sources). The tool writes down one that it is given while it works like any
 * other, so that it opens a turn too. The same goes for interruptions, of which the event counts or else the marker that
 * the model is given.
 */
export function createPrompts() {
  const fromItems = proposals()
  const fromMarkers = proposals()

  function prompt(text: string, images: number, at: string | null): SessionEvent | null {
    const own = personsWords(text)
    if (own === '' && images === 0) return null
    return { type: 'prompt', at, text: eventText(own), ...(images > 0 ? { attachments: images } : {}) }
  }

  return {
    /** A `user_message` event. */
    event(event: JsonObject, at: string | null): SessionEvent | null {
      outdo(fromItems)
      const images = asArray(event.images).length + asArray(event.local_images).length
      const { message: text, kind } = event
      if (typeof kind === 'string' && kind !== 'plain') return null
      return prompt(typeof text === 'string' ? text : '', images, at)
    },
    /** A response item of role user. */
    item(texts: readonly string[], images: number, at: string | null): SessionEvent | null {
      if (texts.some(isAbortMarker)) return propose(fromMarkers, { type: 'interruption', at })
      const own = texts.map(personsWords).filter((text) => text !== '')
      const said = prompt(own.join('\n'), images, at)
      return said === null ? null : propose(fromItems, said)
    },
    /** A `turn_aborted` event; an interruption unless the tool ended the task itself. */
    aborted({ reason }: JsonObject, at: string | null): SessionEvent | null {
      outdo(fromMarkers)
      return reason === undefined || reason === 'interrupted' ? { type: 'interruption', at } : null
    },
    haveMarkers: () => fromMarkers.events.length > 0,
    /** What was proposed and has a better witness. */
    withdrawn: (): readonly SessionEvent[] =>
      [fromItems, fromMarkers].flatMap(({ events, outdone }) => (outdone ? events : [])),
  }
}
