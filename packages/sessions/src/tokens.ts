import { mayHoldToken } from './token-heads.ts'
import { tokenKinds } from './token-kinds.ts'
import { unwrap, wrapPatterns } from './wrapped-lines.ts'

/** After a letter or digit nothing begins, but after the escapes of a string literal and of a URL. */
const START = String.raw`(?<=^|[^A-Za-z0-9]|\\[nrt]|%[0-9A-F]{2})`

export const tokenRules = tokenKinds.map(({ kind, source }) => ({
  kind,
  pattern: new RegExp(`${START}${source}`, 'g'),
  placeholder: `[REDACTED:${kind}]`,
}))

/** Replaces tokens that are told by how they begin, also those that a line break divides. */
export function redactTokens(text: string): string {
  if (!mayHoldToken(text)) return text
  let redacted = wrapPatterns.reduce(redactWrapped, text)
  for (const { pattern, placeholder } of tokenRules) redacted = redacted.replace(pattern, placeholder)
  return redacted
}

function redactWrapped(text: string, wraps: RegExp): string {
  const unwrapped = unwrap(text, wraps)
  if (unwrapped === undefined) return text
  const found: { start: number; end: number; placeholder: string }[] = []
  for (const { pattern, placeholder } of tokenRules) {
    for (const { index, 0: token } of unwrapped.text.matchAll(pattern)) {
      const [start, end] = [unwrapped.at(index), unwrapped.at(index + token.length - 1) + 1]
      // What stands in one line is found without this.
      if (end - start > token.length) found.push({ start, end, placeholder })
    }
  }
  let redacted = ''
  let done = 0
  for (const { start, end, placeholder } of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < done) continue
    redacted += text.slice(done, start) + placeholder
    done = end
  }
  return redacted + text.slice(done)
}
