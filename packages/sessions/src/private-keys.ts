const PLACEHOLDER = '[REDACTED:private-key]'
/** As many characters of base64 in a row are no word. */
const MIN_RUN = 16

/** What stands between the lines of a key: white space, the escapes of a string literal, quotes, comment signs. */
const between = String.raw`(?:[\s"',|#>*-]|\\{1,8}[nr])`
/** The number a listing puts before a line. */
const number = String.raw`(?:\d{1,6}[→\t])?`
const label = '[A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----'

/** From the first line of a key on; its end may be missing. Lines are told apart by what is no base64, so this is linear. */
const fromBegin = new RegExp(
  `-----BEGIN ${label}(?:${between}{1,40}${number}[A-Za-z0-9+/=]{16,4096}){1,400}(?:${between}{0,40}${number}[A-Za-z0-9+/=]{0,15}${between}{0,40}${number}-----END ${label})?`,
  'g',
)
const endLine = new RegExp(`-----END ${label}`, 'g')

/** Replaces private keys in PEM and PGP armour, also those whose beginning or end was cut off. */
export function redactPrivateKeys(text: string): string {
  if (!text.includes('PRIVATE KEY')) return text
  return redactTails(text.replace(fromBegin, PLACEHOLDER))
}

/** A key whose first line is missing: what stands before its last line, as far as it is lines of base64. */
function redactTails(text: string): string {
  let redacted = ''
  let done = 0
  for (const { index, 0: line } of text.matchAll(endLine)) {
    const start = startOfKey(text, done, index)
    if (start === index) continue
    redacted += text.slice(done, start) + PLACEHOLDER
    done = index + line.length
  }
  return redacted + text.slice(done)
}

/** Where the lines of a key begin that end at `end`, but not before `from`. Its last line may be short, no other. */
function startOfKey(text: string, from: number, end: number): number {
  let start = end
  let lineEnd = beforeGap(text, from, end)
  for (let line = 0; ; line += 1) {
    const lineStart = startOfRun(text, from, lineEnd)
    if (lineEnd - lineStart >= MIN_RUN) start = lineStart
    else if (line > 0) break
    const next = beforeGap(text, from, lineStart)
    if (next === lineStart) break
    lineEnd = next
  }
  return start
}

const MAX_GAP = 60
const gap = new RegExp(`(?:${between}|${number.slice(0, -1)}){1,40}$`)

/** The end of what stands before the gap between two lines of a key that ends at `end`. */
function beforeGap(text: string, from: number, end: number): number {
  const before = text.slice(Math.max(from, end - MAX_GAP), end)
  return end - (gap.exec(before)?.[0].length ?? 0)
}

function startOfRun(text: string, from: number, end: number): number {
  let run = end
  while (run > from && /[A-Za-z0-9+/=]/.test(text.charAt(run - 1))) run -= 1
  // The letter of an escape is none of the key's.
  return text.charAt(run - 1) === '\\' && run < end ? run + 1 : run
}
