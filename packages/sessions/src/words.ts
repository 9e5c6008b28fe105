/** White-space-separated words, white space being what ECMAScript's `\s` is (telemetry: agentTextWords). */
export function countWords(text: string): number {
  let words = 0
  let inWord = false
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    const space = code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code >= 0xa0 && isWideSpace(code)
    if (!space && !inWord) words += 1
    inWord = !space
  }
  return words
}

/** White space beyond ASCII. */
const isWideSpace = (code: number) =>
  code === 0xa0 ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000 ||
  code === 0xfeff

/** The words of every string in a JSON value. A list of what is left to see, since values can be nested very deep. */
export function wordsOfStrings(value: unknown): number {
  let words = 0
  const left: unknown[] = [value]
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next === 'string') words += countWords(next)
    else if (typeof next === 'object' && next !== null) {
      for (const member of Object.values(next)) left.push(member)
    }
  }
  return words
}
