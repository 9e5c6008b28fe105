import type { Edit } from '../../canonical-session.ts'
import { editOf } from '../../edits.ts'

type Section = { path: string; added: number; removed: number; created: boolean; inHunk: boolean }

const sideOf = (line: string) => line.slice(6)

function takeHeader(section: Section, line: string): void {
  if (line.startsWith('@@')) section.inHunk = true
  else if (line.startsWith('+++ b/') && line !== '+++ b/dev/null') section.path = sideOf(line)
  else if (line.startsWith('--- a/') && line !== '--- a/dev/null') section.path ||= sideOf(line)
  else if (/^(?:create|new) file mode /.test(line)) section.created = true
}

function takeLine(section: Section, line: string): void {
  if (!section.inHunk) takeHeader(section, line)
  else if (line.startsWith('+')) section.added += 1
  else if (line.startsWith('-')) section.removed += 1
}

/** A path as the working directory's: git's headers leave off its leading slash. */
const absolute = (path: string, cwd: string | undefined) =>
  cwd?.startsWith('/') === true && `/${path}`.startsWith(cwd) ? `/${path}` : path

/**
 * The edits of a diff in git's form, which a tool records beside its result; none where the text is no diff. A tool that reads
 * a file records it as a diff without changes, which is no edit.
 */
export function editsOfDiff(text: string, cwd: string | undefined): Edit[] {
  if (!text.trimStart().startsWith('diff --git ')) return []
  const sections: Section[] = []
  for (const line of text.split('\n')) {
    const section = sections.at(-1)
    if (line.startsWith('diff --git ')) {
      sections.push({ path: '', added: 0, removed: 0, created: false, inHunk: false })
    } else if (section !== undefined) takeLine(section, line)
  }
  return sections
    .filter(({ path, added, removed, created }) => path !== '' && (added > 0 || removed > 0 || created))
    .map(({ path, added, removed, created }) => editOf(absolute(path, cwd), added, removed, created))
}
