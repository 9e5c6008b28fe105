import type { Edit } from '../../canonical-session.ts'
import { countLines, editOf } from '../../edits.ts'
import { asArray, asCount, asObject, asString, type JsonObject } from '../../json.ts'
import { countUnifiedDiff, readUnifiedDiff } from '../../unified-diff.ts'

/**
 * The lines a completed tool call changed, by the patches that its tool recorded (telemetry: linesAdded): `files` of
 * `apply_patch`, `filediff` or a bare `diff` of `edit`, the `results` of `multiedit`. `write` records no patch: a file it
 * created counts its lines, one it overwrote is not told.
 */
export function editsOf(tool: string, input: JsonObject, metadata: JsonObject | undefined): Edit[] {
  if (metadata === undefined || tool === 'bash') return []
  if (Array.isArray(metadata.files)) return metadata.files.flatMap((file) => ofFile(asObject(file)))
  if (Array.isArray(metadata.results)) {
    return asArray(metadata.results).flatMap((result) => editsOf(tool, input, asObject(result)))
  }
  const created = tool === 'write' && metadata.exists === false
  const ownPath = asString(input.filePath) ?? asString(metadata.filepath)
  const filediff = asObject(metadata.filediff)
  const diff = asString(metadata.diff) ?? asString(filediff?.patch)
  const path = asString(filediff?.file) ?? ownPath
  if (diff !== undefined && path !== undefined) {
    const { added, removed } = countUnifiedDiff(diff)
    return [editOf(path, added, removed, created)]
  }
  if (diff !== undefined) {
    return readUnifiedDiff(diff).flatMap((file) =>
      file.path === undefined ? [] : [editOf(file.path, file.added, file.removed, false)],
    )
  }
  if (filediff !== undefined && path !== undefined) {
    return [editOf(path, asCount(filediff.additions), asCount(filediff.deletions), created)]
  }
  if (created && path !== undefined) return [editOf(path, countLines(asString(input.content) ?? ''), 0, true)]
  return []
}

/** The patch counts before the numbers beside it: those of a deleted file are one too high. */
function ofFile(file: JsonObject | undefined): Edit[] {
  const path = asString(file?.movePath) ?? asString(file?.filePath) ?? asString(file?.relativePath)
  if (file === undefined || path === undefined) return []
  const diff = asString(file.diff) ?? asString(file.patch)
  const { added, removed } =
    diff === undefined || diff === ''
      ? { added: asCount(file.additions), removed: asCount(file.deletions) }
      : countUnifiedDiff(diff)
  return [editOf(path, added, removed, file.type === 'add')]
}
