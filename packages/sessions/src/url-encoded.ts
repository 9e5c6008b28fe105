/** Opens where a sign is encoded that secrets and personal data stand beside. */
const encodedGate = /%(?:40|2F|3A|3D|22|5C|2B|0A|20)/i
const isEncoded = /%[0-9A-F]{2}/iy
const isPlain = /[\w.~!*+()'=&-]/

/** Applies `redact` to what is URL-encoded as it reads decoded; the placeholders stand in it undisguised. */
export function redactEncoded(text: string, redact: (text: string) => string): string {
  if (!text.includes('%') || !encodedGate.test(text)) return text
  let redacted = ''
  let done = 0
  for (let sign = text.indexOf('%'); sign !== -1; sign = text.indexOf('%', Math.max(sign + 1, done))) {
    if (!isEncodedAt(text, sign)) continue
    const [start, end] = [startOfStretch(text, done, sign), endOfStretch(text, sign)]
    redacted += text.slice(done, start) + redactStretch(text.slice(start, end), redact)
    done = end
  }
  return redacted + text.slice(done)
}

function isEncodedAt(text: string, index: number): boolean {
  isEncoded.lastIndex = index
  return isEncoded.test(text)
}

/** Begins after the name that a value of a query is given. */
function startOfStretch(text: string, from: number, sign: number): number {
  let start = sign
  while (start > from && isPlain.test(text.charAt(start - 1)) && !/[=&]/.test(text.charAt(start - 1)))
    start -= 1
  return start
}

function endOfStretch(text: string, sign: number): number {
  let end = sign
  while (end < text.length) {
    if (isEncodedAt(text, end)) end += 3
    else if (isPlain.test(text.charAt(end))) end += 1
    else break
  }
  return end
}

function redactStretch(stretch: string, redact: (text: string) => string): string {
  const decoded = decode(stretch)
  if (decoded === undefined) return stretch
  const redacted = redact(decoded)
  return redacted === decoded ? stretch : encode(redacted)
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const encode = (text: string) =>
  text
    .split(/(\[REDACTED:[a-z0-9-]+\])/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('')
