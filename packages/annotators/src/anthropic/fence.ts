const OPEN = '<transcript>'
const CLOSE = '</transcript>'

/** Anything that could be taken for one of the two marks, in any spelling. */
const breaker = /<(?=\s*\/?\s*transcript)/gi

/**
 * A transcript between marks that nothing inside it can write: whatever in it looks like a mark loses its `<`. What
 * stands between the marks is data, whomever it addresses.
 */
export function fence(transcript: string): string {
  return `${OPEN}\n${transcript.replace(breaker, '&lt;')}\n${CLOSE}`
}
