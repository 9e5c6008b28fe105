/** Opens where a sign is encoded that secrets and personal data stand beside. */
const encodedGate = /%(?:40|2F|3A|3D|22|5C|2B|0A|20)/i
const encoded = /(?:[\w.~!*+()'-]|%[0-9A-F]{2}){0,4000}%[0-9A-F]{2}(?:[\w.~!*+()'=&-]|%[0-9A-F]{2}){0,4000}/gi

/** Applies `redact` to what is URL-encoded as it reads decoded; the placeholders stand in it undisguised. */
export function redactEncoded(text: string, redact: (text: string) => string): string {
  if (!text.includes('%') || !encodedGate.test(text)) return text
  return text.replace(encoded, (match: string) => {
    const decoded = decode(match)
    if (decoded === undefined) return match
    const redacted = redact(decoded)
    return redacted === decoded ? match : encode(redacted)
  })
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
