/** More than the marker of any cut takes: a number of up to ten digits fits. */
const MARKER_ROOM = 40
/** How far a cut moves to fall between two words, so that no token is halved and slips through redaction. */
const BREAK_REACH = 200
/** How far it moves where there is no space: to a sign that no token holds, however long the token. */
const TOKEN_REACH = 2_000

/** Stands where the middle of a text was left out; says how many UTF-16 units. */
const marker = (characters: number) => `\n[… ${characters} characters cut …]\n`

const markerPattern = /\n\[… \d+ characters cut …\]\n/

/** Whether something was cut out of the text. */
export const isCut = (text: string): boolean => text.includes('characters cut …]') && markerPattern.test(text)

/**
 * `text`, or its two ends with a marker between them: at most `limit` UTF-16 units, marker included. Cuts between words
 * where one ends near by, and never inside a surrogate pair.
 */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text
  const half = Math.floor((limit - MARKER_ROOM) / 2)
  const headEnd = breakBefore(text, half)
  const tailStart = breakAfter(text, text.length - half)
  return detach(text.slice(0, headEnd) + marker(tailStart - headEnd) + text.slice(tailStart))
}

/** The end of a text, at most `limit` UTF-16 units, beginning with a whole word where one begins near by. */
export function tailOf(text: string, limit: number): string {
  return text.length <= limit ? text : detach(text.slice(breakAfter(text, text.length - limit)))
}

/** The start of a name, at most `limit` UTF-16 units: as much as there is room for, since it tells it from others. */
export function headOf(text: string, limit: number): string {
  return text.length <= limit ? text : detach(text.slice(0, limit))
}

/** The start of a text, at most `limit` UTF-16 units, ending with a whole word where one ends near by. */
export function beginningOf(text: string, limit: number): string {
  return text.length <= limit ? text : detach(text.slice(0, breakBefore(text, limit)))
}

/** NUL and unpaired surrogates, which Postgres does not take in text, become U+FFFD. */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', '\uFFFD') : whole
}

/**
 * A copy that shares no memory. V8 keeps the whole of a string alive for a slice of it, here megabytes of a tool's result
 * for its last words.
 */
function detach(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}

const isSpaceAt = (text: string, index: number) => text.charCodeAt(index) <= 32
const splitsPair = (text: string, index: number) =>
  (text.charCodeAt(index) & 0xfc00) === 0xdc00 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800

const isInToken = (text: string, index: number) => /[\w.+/=~-]/.test(text.charAt(index))

function breakBefore(text: string, end: number): number {
  for (let index = end; index > Math.max(0, end - BREAK_REACH); index -= 1) {
    if (isSpaceAt(text, index)) return index
  }
  for (let index = end; index > Math.max(0, end - TOKEN_REACH); index -= 1) {
    if (!isInToken(text, index) && !splitsPair(text, index)) return index
  }
  return splitsPair(text, end) ? end - 1 : end
}

function breakAfter(text: string, start: number): number {
  for (let index = start; index < Math.min(text.length, start + BREAK_REACH); index += 1) {
    if (isSpaceAt(text, index - 1)) return index
  }
  for (let index = start; index < Math.min(text.length, start + TOKEN_REACH); index += 1) {
    if (!isInToken(text, index - 1) && !splitsPair(text, index)) return index
  }
  return splitsPair(text, start) ? start + 1 : start
}
