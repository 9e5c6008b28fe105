import type { Edit } from './canonical-session.ts'
import { cutMiddle, storable } from './text.ts'

const MAX_PATH = 1_000

/** One file's edit, its path bounded and storable. */
export const editOf = (path: string, added: number, removed: number, created: boolean): Edit => ({
  path: storable(cutMiddle(path, MAX_PATH)),
  added,
  removed,
  created,
})

/** Lines of a file; a final newline ends the last line and begins none. */
export function countLines(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
