/** A list that Python printed: `[{'type': 'text', 'text': 'it\'s'}]`. */
const printedList = /^\s*\[\s*(?:\{\s*['"]|\])/

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
}
const constants: Readonly<Record<string, unknown>> = { None: null, True: true, False: false }
/** Deeper than any content is nested. */
const MAX_DEPTH = 40

/** The value of a list that Python printed; undefined where the text is none, whole. */
export function parsePythonList(text: string): readonly unknown[] | undefined {
  if (!printedList.test(text)) return undefined
  try {
    const reader = createReader(text)
    const value = reader.value(0)
    return reader.atEnd() && Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

const broken = () => new SyntaxError('no Python literal')

function createReader(text: string) {
  let at = 0

  const skip = () => {
    while (/\s/.test(text.charAt(at))) at += 1
  }
  const takes = (mark: string): boolean => {
    skip()
    if (text[at] !== mark) return false
    at += 1
    return true
  }
  const need = (mark: string) => {
    if (!takes(mark)) throw broken()
  }

  function string(quote: string): string {
    const parts: string[] = []
    at += 1
    for (let start = at; at < text.length; at += 1) {
      if (text[at] === quote) {
        parts.push(text.slice(start, at))
        at += 1
        return parts.join('')
      }
      if (text[at] !== '\\') continue
      parts.push(text.slice(start, at), escaped())
      start = at + 1
    }
    throw broken()
  }

  /** The character that an escape stands for; `at` is left on its last character. */
  function escaped(): string {
    at += 1
    const kind = text.charAt(at)
    const digits = { x: 2, u: 4, U: 8 }[kind]
    if (digits === undefined) return escapes[kind] ?? (/['"\\]/.test(kind) ? kind : `\\${kind}`)
    const code = text.slice(at + 1, at + 1 + digits)
    if (!/^[0-9a-f]+$/i.test(code)) throw broken()
    at += digits
    return String.fromCodePoint(Number.parseInt(code, 16))
  }

  function list(depth: number): unknown[] {
    const items: unknown[] = []
    need('[')
    while (!takes(']')) {
      items.push(value(depth + 1))
      if (!takes(',')) {
        need(']')
        break
      }
    }
    return items
  }

  function dictionary(depth: number): object {
    const members: [string, unknown][] = []
    need('{')
    while (!takes('}')) {
      const name = value(depth + 1)
      need(':')
      members.push([String(name), value(depth + 1)])
      if (!takes(',')) {
        need('}')
        break
      }
    }
    return Object.fromEntries(members)
  }

  function value(depth: number): unknown {
    skip()
    if (depth > MAX_DEPTH) throw broken()
    const first = text.charAt(at)
    if (first === '[') return list(depth)
    if (first === '{') return dictionary(depth)
    if (first === "'" || first === '"') return string(first)
    const word = /[A-Za-z0-9.+-]+/y
    word.lastIndex = at
    const [plain] = word.exec(text) ?? []
    if (plain === undefined) throw broken()
    at += plain.length
    if (plain in constants) return constants[plain]
    const number = Number(plain)
    if (Number.isNaN(number)) throw broken()
    return number
  }

  return {
    value,
    atEnd: () => {
      skip()
      return at === text.length
    },
  }
}
