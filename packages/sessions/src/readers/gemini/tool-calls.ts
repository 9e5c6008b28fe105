import type { Edit } from '../../canonical-session.ts'
import { countLines, editOf } from '../../edits.ts'
import { asArray, asCount, asObject, asString, type JsonObject } from '../../json.ts'
import { timeOf } from '../../time.ts'
import { type Action, answerAction, openAction } from '../../tool-call.ts'
import { countUnifiedDiff } from '../../unified-diff.ts'

/** A recorded tool call, which holds its result, as an action. */
export function actionOf(call: JsonObject, messageAt: string | null): Action {
  const action = openAction({
    at: timeOf(call.timestamp) ?? messageAt,
    tool: asString(call.name),
    input: call.args,
  })
  const { text, failed } = resultOf(call.result)
  const status = asString(call.status)
  if (status === 'success' || (status === undefined && text !== undefined && !failed)) {
    answerAction(action, false, text ?? asString(call.resultDisplay))
    action.edits = editsOf(call, text ?? '')
  } else if (status === 'error' || status === 'cancelled' || (status === undefined && failed)) {
    answerAction(action, true, text ?? asString(call.resultDisplay))
  }
  return action
}

/** The text of a call's result, which is a text or the parts that the model was given. */
function resultOf(result: unknown): { text: string | undefined; failed: boolean } {
  const texts: string[] = []
  let failed = false
  for (const part of Array.isArray(result) ? asArray(result) : [result]) {
    const response = asObject(asObject(asObject(part)?.functionResponse)?.response)
    const error = asString(response?.error)
    if (error !== undefined) failed = true
    const text = asString(part) ?? error ?? asString(response?.output) ?? asString(asObject(part)?.text)
    if (text !== undefined) texts.push(text)
  }
  return { text: texts.length === 0 ? undefined : texts.join('\n'), failed }
}

const CREATED = 'Successfully created and wrote to new file'

/**
 * The lines a successful call changed: those of its `fileDiff` (telemetry: linesAdded), or the model's of its `diffStat`
 * where a saved diff is missing or was cut. A file that was created without either counts its lines.
 */
function editsOf(call: JsonObject, result: string): Edit[] {
  const args = asObject(call.args)
  const display = asObject(call.resultDisplay)
  const path =
    asString(display?.filePath) ??
    asString(args?.file_path) ??
    asString(args?.path) ??
    asString(display?.fileName)
  if (path === undefined) return []
  const created = display?.isNewFile === true || result.startsWith(CREATED)
  const diff = asString(display?.fileDiff)
  if (diff !== undefined && diff !== '' && display?.truncatedForSession !== true) {
    const { added, removed } = countUnifiedDiff(diff)
    return [editOf(path, added, removed, created)]
  }
  const stat = asObject(display?.diffStat)
  if (stat !== undefined) {
    return [editOf(path, asCount(stat.model_added_lines), asCount(stat.model_removed_lines), created)]
  }
  if (diff !== undefined && diff !== '') {
    const { added, removed } = countUnifiedDiff(diff)
    return [editOf(path, added, removed, created)]
  }
  return created ? [editOf(path, countLines(asString(args?.content) ?? ''), 0, true)] : []
}
