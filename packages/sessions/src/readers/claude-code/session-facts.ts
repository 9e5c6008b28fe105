import { asString, type JsonObject } from '../../json.ts'
import { soundId } from '../../sound-id.ts'
import { cutMiddle, headOf, storable } from '../../text.ts'
import { createTimeSpan } from '../../time.ts'

const MAX_EXTERNAL_ID = 200
const MAX_SESSION_ID = 120
const MAX_ENTRYPOINT = 100
const MAX_PROJECT = 1_000

/** What `user` and `assistant` entries say of the session as a whole, gathered entry by entry. */
export function createSessionFacts() {
  let sessionId: string | undefined
  let hasMainAgent = false
  let subAgent: string | undefined
  const span = createTimeSpan()
  let cwd: string | null = null
  let entrypoint: string | null = null

  return {
    entry(entry: JsonObject, at: string | null): void {
      span.add(at)
      // A session that is resumed under another id still is the one it began as: its id must not change as it grows.
      sessionId ??= soundId(entry.sessionId)
      if (entry.isSidechain !== true) hasMainAgent = true
      subAgent ??= soundId(entry.agentId)
      cwd ??= asString(entry.cwd) ?? null
      entrypoint ??= asString(entry.entrypoint) ?? null
    },
    /** `name` is the session's where its entries name none. */
    read(name: string | undefined) {
      const own = sessionId ?? (name === undefined || name === '' ? 'unnamed' : name)
      // A sub-agent's own file bears the id of the session that started it, and must not pass for its next revision.
      const externalId = hasMainAgent
        ? own
        : `${headOf(own, MAX_SESSION_ID)}/${subAgent ?? name ?? 'sub-agent'}`
      return {
        externalId: storable(headOf(externalId, MAX_EXTERNAL_ID)),
        entrypoint: entrypoint === null ? null : storable(headOf(entrypoint, MAX_ENTRYPOINT)),
        project: cwd === null ? null : storable(cutMiddle(cwd, MAX_PROJECT)),
        // `cli` and editors are the person's; `sdk-cli` is print mode, `sdk-ts` and `sdk-py` are programs.
        headless: entrypoint !== null && /^(?:sdk|print)/.test(entrypoint),
        ...span.read(),
      }
    },
  }
}
