export type TopLevel = {
  /** Name of a member to its value where that is a string, to null where it is not. A string is as written, escapes and all. */
  readonly members: ReadonlyMap<string, string | null>
  /** The position after the object; where it has no end, the position at which the text ends or breaks. */
  readonly end: number
  readonly closed: boolean
}

/**
 * The members of the JSON object that begins at `from`. The text may end anywhere: the start of a large document, or of a
 * long line, is all that is there to look at.
 */
export function topLevelMembers(text: string, from: number): TopLevel {
  const members = new Map<string, string | null>()
  let name: string | null = null
  let depth = 1
  const takeString = (value: string) => {
    if (name === null) name = value
    else members.set(name, value)
  }
  const takeMark = (character: string) => {
    if (character === ':' && name !== null) members.set(name, null)
    if (character === ',') name = null
  }
  for (let position = from + 1; position < text.length; position += 1) {
    const character = text.charAt(position)
    depth += nesting[character] ?? 0
    if (depth === 0) return { members, end: position + 1, closed: true }
    if (character === '"') {
      const end = endOfString(text, position)
      if (depth === 1) takeString(text.slice(position + 1, end))
      if (text[end] !== '"') return { members, end, closed: false }
      position = end
    } else if (depth === 1) takeMark(character)
  }
  return { members, end: text.length, closed: false }
}

const nesting: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 }

/** The position of the quote that ends the string beginning at `start`, or of the line's or the text's end before it. */
function endOfString(text: string, start: number): number {
  let position = start + 1
  while (position < text.length && text[position] !== '"' && text[position] !== '\n') {
    position += text[position] === '\\' ? 2 : 1
  }
  return position
}
