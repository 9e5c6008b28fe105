import { asObject, asString, type JsonObject } from '../../json.ts'
import { cutMiddle, headOf, storable } from '../../text.ts'
import { createTimeSpan } from '../../time.ts'

/** What the start and the end of a log say of the session as a whole, and the span of its events. */
export function createSessionFacts() {
  const span = createTimeSpan()
  let id: string | undefined
  let cwd: string | undefined
  let editor: string | undefined
  let ranToItsEnd = false

  return {
    start(data: JsonObject): void {
      id ??= asString(data.sessionId)
      cwd ??= asString(asObject(data.context)?.cwd)
      if (typeof data.vscodeVersion === 'string') editor = 'vscode'
    },
    /** A session that a person leaves ends with `user_exit`; one in print mode by itself, when its prompt is answered. */
    hook(data: JsonObject): void {
      if (data.hookType !== 'sessionEnd') return
      ranToItsEnd = asObject(data.input)?.reason === 'complete'
    },
    event: span.add,
    cwd: () => cwd,
    /** `name` is the session's where it names itself none. */
    read(name: string | undefined) {
      const own = id ?? (name === undefined || name === '' ? 'unnamed' : name)
      return {
        externalId: storable(headOf(own === '' ? 'unnamed' : own, 200)),
        agent: editor === undefined ? 'copilot-cli' : 'copilot-chat',
        entrypoint: editor ?? null,
        project: cwd === undefined ? null : storable(cutMiddle(cwd, 1_000)),
        headless: ranToItsEnd,
        ...span.read(),
      }
    },
  }
}
