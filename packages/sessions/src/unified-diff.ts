/** What a unified diff does to one file. The path is the new file's as its header names it, undefined without a header. */
export type FileDiff = { readonly path: string | undefined; readonly added: number; readonly removed: number }

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/

/**
 * Counts the `+` and `-` lines of a unified diff, file by file (telemetry: linesAdded). Lines are counted only as far as
 * the header of their hunk goes, so that a removed line `-- x`, which stands there as `--- x`, is no header, and what
 * follows a hunk is no part of it.
 */
export function readUnifiedDiff(diff: string): FileDiff[] {
  const files: { path: string | undefined; added: number; removed: number }[] = []
  let oldLeft = 0
  let newLeft = 0
  let path: string | undefined
  let file: (typeof files)[number] | undefined

  function hunkHeader(hunk: RegExpExecArray): void {
    oldLeft = Number(hunk[1] ?? 1)
    newLeft = Number(hunk[2] ?? 1)
    if (file !== undefined) return
    file = { path, added: 0, removed: 0 }
    files.push(file)
  }

  function outside(line: string): void {
    if (line.startsWith('--- ') || line.startsWith('Index: ')) file = path = undefined
    else if (line.startsWith('+++ ')) path = pathOf(line.slice(4))
  }

  function inHunk(mark: string): void {
    if (mark === '\\') return // "No newline at end of file"
    if (mark !== '+') oldLeft -= 1
    if (mark !== '-') newLeft -= 1
    if (file === undefined) return
    if (mark === '+') file.added += 1
    if (mark === '-') file.removed += 1
  }

  for (const line of diff.split('\n')) {
    const hunk = line.startsWith('@@') ? HUNK.exec(line) : null
    if (hunk !== null) hunkHeader(hunk)
    else if (oldLeft <= 0 && newLeft <= 0) outside(line)
    else inHunk(line.charAt(0))
  }
  return files
}

/** The lines a unified diff adds and removes in all of its files. */
export function countUnifiedDiff(diff: string): { readonly added: number; readonly removed: number } {
  let added = 0
  let removed = 0
  for (const file of readUnifiedDiff(diff)) {
    added += file.added
    removed += file.removed
  }
  return { added, removed }
}

/** A header's path, without git's prefix and what some tools write after a tab. */
const pathOf = (header: string) => header.split('\t', 1)[0]?.replace(/^b\//, '').trimEnd()
