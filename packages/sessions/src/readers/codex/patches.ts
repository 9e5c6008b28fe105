import type { Edit } from '../../canonical-session.ts'
import { countLines, editOf } from '../../edits.ts'
import { asArray, asObject, asString } from '../../json.ts'

/** `+` and `-` lines of a unified diff; what stands before its first hunk names files. */
function countDiff(diff: string): { added: number; removed: number } {
  let added = 0
  let removed = 0
  let inHunk = false
  for (const line of diff.split('\n')) {
    if (line.startsWith('@@')) inHunk = true
    else if (!inHunk) continue
    else if (line.startsWith('+')) added += 1
    else if (line.startsWith('-')) removed += 1
  }
  return { added, removed }
}

/** One change of `patch_apply_end`: its kind is a member `type`, or the name of its one member in the first versions. */
function changeOf(path: string, value: unknown): Edit[] {
  const change = asObject(value)
  if (change === undefined) return []
  const kind = asString(change.type) ?? Object.keys(change)[0]
  const of = typeof change.type === 'string' ? change : (asObject(change[kind ?? '']) ?? {})
  const lines = countLines(asString(of.content) ?? '')
  if (kind === 'add') return [editOf(path, lines, 0, true)]
  if (kind === 'delete') return [editOf(path, 0, lines, false)]
  if (kind !== 'update') return []
  const { added, removed } = countDiff(asString(of.unified_diff) ?? '')
  return [editOf(path, added, removed, false)]
}

/** What a patch that was applied is recorded to have changed. */
export const editsOfChanges = (changes: unknown): Edit[] =>
  Object.entries(asObject(changes) ?? {}).flatMap(([path, change]) => changeOf(path, change))

const section = /^\*\*\* (Add|Update|Delete) File: (.+)$/

/**
 * The edits of a patch as the agent wrote it, for versions that record no changes. How many lines a deleted file had is
 * not in it. Relative paths are the working directory's.
 */
export function editsOfPatch(patch: string, cwd: string | undefined): Edit[] {
  const edits: Edit[] = []
  for (const line of patch.split(/\r?\n/)) {
    const begin = section.exec(line.trimEnd())
    const last = edits.at(-1)
    if (begin !== null) edits.push(editOf(absolute(begin[2] ?? '', cwd), 0, 0, begin[1] === 'Add'))
    else if (line.startsWith('*** End Patch')) break
    else if (last === undefined) continue
    else if (line.startsWith('+')) last.added += 1
    else if (line.startsWith('-')) last.removed += 1
  }
  return edits
}

function absolute(path: string, cwd: string | undefined): string {
  if (cwd === undefined || /^(?:[/~]|[A-Za-z]:)/.test(path)) return path
  return `${cwd.replace(/\/+$/, '')}/${path.replace(/^(?:\.\/)+/, '')}`
}

const BEGIN = '*** Begin Patch'
const heredoc = /\bapply_?patch\s+<<-?\s*['"]?\w+['"]?[^\n]*\n\s*\*\*\* Begin Patch/

/** The patch that a call applies: the tool's own input, its argument, or a shell's here-document; undefined for others. */
export function patchIn(tool: string | undefined, input: unknown): string | undefined {
  const whole = asString(input)
  const of = asObject(input)
  if (tool === 'apply_patch') return fromBegin(whole ?? asString(of?.input) ?? asString(of?.patch))
  const command = of?.command ?? of?.cmd
  const words = asArray(command)
  const last = asString(words.at(-1))
  if (words.length === 2 && /^apply_?patch$/.test(asString(words[0]) ?? '')) return fromBegin(last)
  const script = asString(command) ?? last ?? ''
  return heredoc.test(script) ? fromBegin(script) : undefined
}

function fromBegin(text: string | undefined): string | undefined {
  const begin = text?.indexOf(BEGIN) ?? -1
  return begin === -1 ? undefined : text?.slice(begin)
}
