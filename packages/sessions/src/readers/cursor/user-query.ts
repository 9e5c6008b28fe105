const OPEN = '<user_query>'
const CLOSE = '</user_query>'

/** An element that Cursor puts beside the person's words: results of a search, files, rules, notes of the editor. */
const leadingElement = /^\s*<([a-z][a-z0-9_-]{0,60})(?:\s[^<>]{0,500})?>/

/** A text without the elements before the person's words; empty where one of them has no end. */
function withoutElements(text: string): string {
  let rest = text
  for (let match = leadingElement.exec(rest); match !== null; match = leadingElement.exec(rest)) {
    const [, name] = match
    if (name === 'user_query') break
    const close = `</${name}>`
    const end = rest.indexOf(close)
    if (end === -1) return ''
    rest = rest.slice(end + close.length)
  }
  return rest.trim()
}

/**
 * The person's words in a text of role user: what stands in `<user_query>`, be it quoted in what stands before it or in the words
 * themselves, or else what is left without the elements that Cursor writes. Empty where there are none.
 */
export function personsWords(text: string): string {
  const own = withoutElements(text)
  const open = own.indexOf(OPEN)
  if (open === -1) return own
  const close = own.lastIndexOf(CLOSE)
  return own.slice(open + OPEN.length, close > open ? close : undefined).trim()
}
