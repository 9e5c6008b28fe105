import { asArray, asObject, asString, type JsonObject } from '../../json.ts'
import { soundId } from '../../sound-id.ts'
import { cutMiddle, headOf, storable } from '../../text.ts'

const MAX_ID = 100
const MAX_PROJECT = 1_000

/** What the document's `info` says of the session; `name` stands for an id that it does not give. */
export function readSessionInfo(
  info: JsonObject | undefined,
  sessionId: string | undefined,
  name: string | undefined,
) {
  const own = soundId(info?.id) ?? sessionId ?? (name === undefined || name === '' ? 'unnamed' : name)
  const parent = asString(info?.parentID)
  const isChild = parent !== undefined && parent !== ''
  const directory = asString(info?.directory)
  return {
    isChild,
    // A child's own document must not pass for another revision of its parent.
    externalId: storable(
      isChild ? `${headOf(parent, MAX_ID - 1)}/${headOf(own, MAX_ID)}` : headOf(own, 2 * MAX_ID),
    ),
    project: directory === undefined ? null : storable(cutMiddle(directory, MAX_PROJECT)),
    headless: isPrintMode(info),
  }
}

/** `opencode run` denies its session every question, since nobody is there to answer. */
function isPrintMode(info: JsonObject | undefined): boolean {
  return asArray(info?.permission).some((value) => {
    const rule = asObject(value)
    return rule?.permission === 'question' && rule.action === 'deny' && rule.pattern === '*'
  })
}
