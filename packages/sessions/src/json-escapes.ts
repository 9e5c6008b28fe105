/** A backslash with what makes it an escape of JSON's, or alone. */
const backslash = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\/g
/** An escape, or a surrogate pair, that may go on in the next chunk. */
const begun = /\\(?:u[0-9a-fA-F]{0,3})?$|[\ud800-\udbff]$/

/** A text of JSON in which every backslash that begins no escape stands for itself; most texts are returned as they are. */
export const repairEscapes = (text: string): string =>
  text.includes('\\') ? text.replace(backslash, (match) => (match === '\\' ? '\\\\' : match)) : text

/**
 * `repairEscapes` for a text that comes in chunks. An earlier redaction puts a word in the place of what followed a
 * backslash (`\REDACTED`), which would make a whole document unreadable.
 */
export function createEscapeRepair() {
  let held = ''
  return {
    next(chunk: string): string {
      const text = held + chunk
      // An even run of backslashes before is whole escapes; only the last may be begun.
      const from = text.length - (openEscape(text)?.length ?? 0)
      held = text.slice(from)
      return repairEscapes(text.slice(0, from))
    },
    last: (): string => repairEscapes(held),
  }
}

/** The escape that a text ends within, if it does. */
function openEscape(text: string): string | undefined {
  const open = begun.exec(text.slice(-6))?.[0]
  if (open?.[0] !== '\\') return open
  let backslashes = 0
  for (let at = text.length - open.length; at >= 0 && text[at] === '\\'; at -= 1) backslashes += 1
  return backslashes % 2 === 1 ? open : undefined
}
