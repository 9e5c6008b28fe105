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
const keyLine = /^[\s"'|#>*-]{0,20}(?:\d{1,6}[→\t])?[A-Za-z0-9+/=]{1,4096}[\s"',+]{0,20}$/

/** Replaces private keys in PEM and PGP armour, also those whose beginning or end was cut off. */
export function redactPrivateKeys(text: string): string {
  if (!text.includes('PRIVATE KEY')) return text
  return redactTails(text.replace(fromBegin, PLACEHOLDER))
}

/** A key whose first line is missing: the lines before its last line that are base64 and nothing else. */
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

/** Where the lines of a key begin that end at `end`, but not before `from`. */
function startOfKey(text: string, from: number, end: number): number {
  let start = end
  while (start > from) {
    const newline = text.lastIndexOf('\n', start - 2)
    const begin = Math.max(newline + 1, from)
    if (!keyLine.test(text.slice(begin, start).trimEnd())) break
    start = begin
  }
  return startOfRun(text, from, start)
}

/** A line before, of which only the end is a key's, belongs to it too. */
function startOfRun(text: string, from: number, start: number): number {
  let run = start - 1
  while (run > from && /[A-Za-z0-9+/=]/.test(text.charAt(run - 1))) run -= 1
  return start - 1 - run >= MIN_RUN ? run : start
}
