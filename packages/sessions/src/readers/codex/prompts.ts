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
 * The person's messages. Each stands twice: as `user_message`, which counts, and as a response item, which counts in versions
 * that write no such event. The first one of a task is a prompt; the tool takes others in while it works on the task: steers.
 * The same goes for interruptions, of which the event counts or else the marker that the model is given.
 */
export function createPrompts() {
  const fromItems = proposals()
  const fromMarkers = proposals()
  /** Witnesses of the running task's prompt; null while no task runs. */
  let prompted: Set<'event' | 'item'> | null = null
  let tasks = false

  function message(
    text: string,
    images: number,
    at: string | null,
    by: 'event' | 'item',
  ): SessionEvent | null {
    const own = personsWords(text)
    if (own === '' && images === 0) return null
    const steers = prompted?.has(by) === true
    prompted?.add(by)
    if (steers) return { type: 'steer', at, text: eventText(own) }
    return { type: 'prompt', at, text: eventText(own), ...(images > 0 ? { attachments: images } : {}) }
  }

  return {
    taskBegins(): void {
      tasks = true
      prompted = new Set()
    },
    taskEnds(): void {
      prompted = null
    },
    /** A `user_message` event. */
    event(event: JsonObject, at: string | null): SessionEvent | null {
      outdo(fromItems)
      const images = asArray(event.images).length + asArray(event.local_images).length
      const { message: text, kind } = event
      if (typeof kind === 'string' && kind !== 'plain') return null
      return message(typeof text === 'string' ? text : '', images, at, 'event')
    },
    /** A response item of role user. */
    item(texts: readonly string[], images: number, at: string | null): SessionEvent | null {
      if (texts.some(isAbortMarker)) return propose(fromMarkers, { type: 'interruption', at })
      const own = texts.map(personsWords).filter((text) => text !== '')
      const said = message(own.join('\n'), images, at, 'item')
      return said === null ? null : propose(fromItems, said)
    },
    /** A `turn_aborted` event; an interruption unless the tool ended the task itself. */
    aborted({ reason }: JsonObject, at: string | null): SessionEvent | null {
      outdo(fromMarkers)
      prompted = null
      return reason === undefined || reason === 'interrupted' ? { type: 'interruption', at } : null
    },
    /** Whether tasks are recorded, without which steers cannot be told from prompts. */
    haveTasks: () => tasks,
    haveMarkers: () => fromMarkers.events.length > 0,
    /** What was proposed and has a better witness. */
    withdrawn: (): readonly SessionEvent[] =>
      [fromItems, fromMarkers].flatMap(({ events, outdone }) => (outdone ? events : [])),
  }
}
