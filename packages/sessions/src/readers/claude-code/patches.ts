import type { Edit } from '../../canonical-session.ts'
import { countLines, editOf } from '../../edits.ts'
import { asArray, asObject, asString } from '../../json.ts'

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
  return [editOf(path, added, removed, created)]
}
