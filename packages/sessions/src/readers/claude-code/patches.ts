import type { Edit } from '../../canonical-session.ts'
import { asArray, asObject, asString } from '../../json.ts'
import { cutMiddle, storable } from '../../text.ts'

const MAX_PATH = 1_000

/**
 * What a tool recorded beside its result (`toolUseResult`) of the lines it changed: the `+` and `-` lines of its patch; a
 * created file counts its lines as added (telemetry: linesAdded).
 */
export function editsOf(recorded: unknown): Edit[] {
  const of = asObject(recorded)
  const path = asString(of?.filePath)
  if (of === undefined || path === undefined) return []
  const created = of.type === 'create'
  if (!created && !Array.isArray(of.structuredPatch)) return []
  let added = 0
  let removed = 0
  for (const hunk of asArray(of.structuredPatch)) {
    for (const line of asArray(asObject(hunk)?.lines)) {
      if (typeof line !== 'string') continue
      if (line.startsWith('+')) added += 1
      else if (line.startsWith('-')) removed += 1
    }
  }
  if (created && added === 0) added = countLines(asString(of.content) ?? '')
  return [{ path: storable(cutMiddle(path, MAX_PATH)), added, removed, created }]
}

/** Lines of a file; a final newline ends the last line and begins none. */
function countLines(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
