import { literally, tokenKinds } from './token-kinds.ts'
import { wrapPatterns } from './wrapped-lines.ts'

/** Every token has as many of these in a row, which in prose and code is rare. */
const RUN = 20
/** As many characters before a run may belong to its head. */
const BEFORE = 32
const inRun = new Uint8Array(65_536)
const isAlphanumeric = new Uint8Array(65_536)
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code)
  if (/[\w~+-]/.test(character)) inRun[code] = 1
  if (/[A-Za-z0-9]/.test(character)) isAlphanumeric[code] = 1
}

const ANYWHERE = 2
/** With what three characters some head begins, where a word begins or anywhere. */
const starts = new Uint8Array(1 << 16)
const triple = (first: number, second: number, third: number) =>
  ((first << 9) ^ (second << 5) ^ third) & 0xffff
for (const { heads, begins } of tokenKinds) {
  for (const head of heads) {
    const index = triple(head.charCodeAt(0), head.charCodeAt(1), head.charCodeAt(2))
    starts[index] = Math.max(starts[index] ?? 0, begins ? 1 : ANYWHERE)
  }
}
const anyHead = new RegExp(
  tokenKinds.flatMap(({ heads, follows = '' }) => heads.map((head) => literally(head) + follows)).join('|'),
  'y',
)

/**
 * Whether a head stands in or before a long run. Looks at every twentieth character only, which is several times faster
 * than a search for all the heads: most texts have few such runs.
 */
export function mayHoldToken(text: string): boolean {
  for (let index = RUN - 1; index < text.length; index += RUN) {
    if (inRun[text.charCodeAt(index)] === 0) continue
    let start = index
    while (start > 0 && inRun[text.charCodeAt(start - 1)] === 1) start -= 1
    let end = index + 1
    while (end < text.length && inRun[text.charCodeAt(end)] === 1) end += 1
    if (end - start >= RUN && mayBelongToToken(text, start, end)) return true
    index = end
  }
  return false
}

const mayBelongToToken = (text: string, start: number, end: number): boolean =>
  holdsHead(text, Math.max(0, start - BEFORE), Math.min(end, text.length - 1)) ||
  isLastOfThree(text, start) ||
  mayBeWrapped(text, start, end)

function holdsHead(text: string, start: number, end: number): boolean {
  let before = start === 0 ? 0 : text.charCodeAt(start - 1)
  let first = text.charCodeAt(start)
  let second = text.charCodeAt(start + 1)
  for (let index = start; index < end - 1; index += 1) {
    const third = text.charCodeAt(index + 2)
    const found = starts[triple(first, second, third)]
    if (found !== 0 && (found === ANYWHERE || isAlphanumeric[before] === 0 || isEscape(text, index))) {
      anyHead.lastIndex = index
      if (anyHead.test(text)) return true
    }
    before = first
    first = second
    second = third
  }
  return false
}

const BACKSLASH = 92
const PERCENT = 37

/** After `\n` or `%0A` a word begins too. */
const isEscape = (text: string, index: number) =>
  (index >= 2 && text.charCodeAt(index - 2) === BACKSLASH) ||
  (index >= 3 && text.charCodeAt(index - 3) === PERCENT)

/** Discord's tokens have no head: their parts have lengths. */
const DOT = 46
const isLastOfThree = (text: string, start: number) =>
  start >= 8 && text.charCodeAt(start - 1) === DOT && text.charCodeAt(start - 8) === DOT

const BESIDE_BREAK = 40
const NEWLINE = 10

/** Whether the head stands across a line break beside the run. */
function mayBeWrapped(text: string, start: number, end: number): boolean {
  if (start > 0 && !endsMargin.test(text.charAt(start - 1)) && text.charCodeAt(end) !== NEWLINE) return false
  const beside = text.slice(Math.max(0, start - BESIDE_BREAK), end + BESIDE_BREAK)
  return wrapPatterns.some((pattern) => {
    const joined = beside.replace(pattern, '')
    return joined.length < beside.length && holdsHead(joined, 0, joined.length - 1)
  })
}

const endsMargin = /[\n \t+>|#*→-]/
