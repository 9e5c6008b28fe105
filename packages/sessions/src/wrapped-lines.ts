/** A line this long may have been wrapped where it ends; a shorter one ends because its writer ended it. */
const WRAPPED_LENGTH = 60

/** A line break between two halves of a word, alone or with what a diff, a quotation or a listing begins lines with. */
export const wrapPatterns = [
  /(?<=[\w~.:/+=-])\r?\n[ \t]{0,12}(?=[\w~.:/+=-])/g,
  /(?<=[\w~.:/+=-])\r?\n[ \t]{0,12}(?:[+>|#*-][ \t]{0,2}|\d{1,6}[→\t])(?=[\w~.:/+=-])/g,
] as const

export type Unwrapped = {
  readonly text: string
  /** Where a character of it stands in the text it was made of. */
  at(index: number): number
}

/** The text without the line breaks of a pattern that a hard wrap may have put into words; undefined where it has none. */
export function unwrap(text: string, wraps: RegExp): Unwrapped | undefined {
  const breaks: { index: number; skipped: number }[] = []
  let joined = ''
  let skipped = 0
  let done = 0
  for (const { index, 0: wrap } of text.matchAll(wraps)) {
    if (index - (text.lastIndexOf('\n', index - 1) + 1) < WRAPPED_LENGTH) continue
    joined += text.slice(done, index)
    done = index + wrap.length
    skipped += wrap.length
    breaks.push({ index: joined.length, skipped })
  }
  if (breaks.length === 0) return undefined
  const at = (index: number) => index + (breaks.findLast((wrap) => wrap.index <= index)?.skipped ?? 0)
  return { text: joined + text.slice(done), at }
}
