import { asObject, asString, type JsonObject } from '../../json.ts'
import type { Entry } from './entries.ts'

/** A pause between two lines that ends a copy, which is written at once. */
const PAUSE_MS = 1_000

/** The time in a UUID of version 7, in milliseconds; undefined for other ids. */
function timeOfUuid(id: unknown): number | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/i.exec(asString(id) ?? '')
  return match === null ? undefined : Number.parseInt(`${match[1]}${match[2]}`, 16)
}

const timeOfLine = (value: unknown): number => Date.parse(asString(value) ?? '')

/** The session that another was forked from, or that started it as its sub-agent. */
export function parentOf(meta: JsonObject): string | undefined {
  const spawn = asObject(asObject(asObject(meta.source)?.subagent)?.thread_spawn)
  return (
    asString(meta.forked_from_id) ??
    asString(meta.forked_from) ??
    asString(meta.parent_thread_id) ??
    asString(spawn?.parent_thread_id)
  )
}

/**
 * Tells the entries that a fork or a sub-agent's rollout repeats of its parent from its own. The copy stands at the start,
 * its lines stamped anew in most versions, with the parent's own `session_meta` in many. It ends with the first turn that
 * began after the session did, which turns' ids say (they hold the time), or `started_at`. Where turns have neither,
 * the copy is what was written at once: it ends at the first pause.
 */
export function createLineage() {
  let id: string | undefined
  let born = Number.NaN
  let copying = false
  let begun = false
  let turnsAreTimed = false
  let before = Number.NaN

  /** Whether a turn begins here that is the session's own; undefined where the entry does not say. */
  function isOwnTurn({ type, kind, payload }: Entry): boolean | undefined {
    if (type !== 'turn_context' && kind !== 'task_started' && kind !== 'turn_started') return undefined
    const began = timeOfUuid(payload.turn_id)
    if (began !== undefined) return began >= born
    const { started_at: seconds } = payload
    return typeof seconds === 'number' ? seconds >= Math.floor(born / 1_000) : undefined
  }

  return {
    /** A `session_meta`; whether it is the file's own, which is the first. Others come with a copied history. */
    meta(meta: JsonObject, timestamp: unknown): boolean {
      const own = asString(meta.id)
      if (id !== undefined) {
        copying ||= own !== id && !begun && Number.isFinite(born)
        return false
      }
      id = own ?? ''
      before = timeOfLine(timestamp)
      born = [timeOfUuid(own), timeOfLine(meta.timestamp), before].find(Number.isFinite) ?? Number.NaN
      // Of a session without a time nothing can be told to be older than it.
      copying = parentOf(meta) !== undefined && Number.isFinite(born)
      return true
    },
    /** Whether an entry is repeated from another session. */
    isCopied(entry: Entry): boolean {
      if (!copying) {
        begun = true
        return false
      }
      const own = isOwnTurn(entry)
      turnsAreTimed ||= own !== undefined
      const now = timeOfLine(entry.timestamp)
      const paused = !turnsAreTimed && now - before >= PAUSE_MS && now >= born
      if (Number.isFinite(now)) before = now
      copying = !(own === true || paused)
      return copying
    },
  }
}
