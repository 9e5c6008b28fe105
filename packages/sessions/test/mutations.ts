/** A stream of numbers from 0 to 1 that a seed fixes (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number
const below = (random: Random, limit: number) => Math.floor(random() * limit)

/** What real files do, and what files that somebody damages on purpose do. */
const mutations: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  function truncate(bytes, random) {
    return bytes.subarray(0, below(random, bytes.length))
  },
  function flipBytes(bytes, random) {
    const flipped = Buffer.from(bytes)
    for (let count = 1 + below(random, 20); count > 0; count -= 1) {
      flipped[below(random, flipped.length)] = below(random, 256)
    }
    return flipped
  },
  function reorderLines(bytes, random) {
    const lines = linesOf(bytes)
    for (let count = 1 + below(random, 10); count > 0; count -= 1) {
      const from = below(random, lines.length)
      const to = below(random, lines.length)
      const [one, other] = [lines[from], lines[to]]
      if (one === undefined || other === undefined) continue
      lines[from] = other
      lines[to] = one
    }
    return joined(lines)
  },
  function duplicateLines(bytes, random) {
    const lines = linesOf(bytes)
    const from = below(random, lines.length)
    const copied = lines.slice(from, from + 1 + below(random, 30))
    lines.splice(below(random, lines.length), 0, ...copied)
    return joined(lines)
  },
  function dropLines(bytes, random) {
    const lines = linesOf(bytes)
    lines.splice(below(random, lines.length), 1 + below(random, 5))
    return joined(lines)
  },
  function joinLines(bytes, random) {
    const lines = linesOf(bytes)
    const at = below(random, lines.length)
    lines.splice(at, 2, Buffer.concat(lines.slice(at, at + 2)))
    return joined(lines)
  },
  /** In place of a value somewhere, a value nested so deep that recursion would end the process. */
  function nestDeep(bytes, random) {
    const depth = 1 + below(random, 20_000)
    const [open, close] = random() < 0.5 ? ['[', ']'] : ['{"text":', '}']
    return replaceValue(bytes, random, `${open.repeat(depth)}1${close.repeat(depth)}`)
  },
  /** A value of another type than the tool writes. */
  function changeType(bytes, random) {
    const values = [
      'null',
      'true',
      '-1e400',
      '[]',
      '{}',
      '""',
      '"\\ud800"',
      '"\\u0000"',
      '[null]',
      '{"type":"text"}',
    ]
    return replaceValue(bytes, random, values[below(random, values.length)] ?? 'null')
  },
  function renameMember(bytes, random) {
    const text = bytes.toString('latin1')
    const names = [...text.matchAll(/"(\w{1,30})" ?:/g)]
    const name = names[below(random, names.length)]
    if (name === undefined) return bytes
    const renamed = ['__proto__', 'constructor', 'type', 'content', 'id', 'x'][below(random, 6)]
    return Buffer.from(
      `${text.slice(0, name.index)}"${renamed}":${text.slice(name.index + name[0].length)}`,
      'latin1',
    )
  },
]

/** One to three damages, one after the other; the same for the same seed. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let mutated = bytes
  for (let count = 1 + below(random, 3); count > 0 && mutated.length > 0; count -= 1) {
    mutated = mutations[below(random, mutations.length)]?.(mutated, random) ?? mutated
  }
  return mutated
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    lines.push(bytes.subarray(start, end))
    start = end + 1
  }
  lines.push(bytes.subarray(start))
  return lines
}

const joined = (lines: readonly Buffer[]) =>
  Buffer.concat(lines.flatMap((line, index) => (index === 0 ? [line] : [Buffer.from('\n'), line])))

/** Puts a JSON text in the place of a string value (which begins after a colon). */
function replaceValue(bytes: Buffer, random: Random, value: string): Buffer {
  const text = bytes.toString('latin1')
  const found = text.indexOf('":', below(random, text.length))
  const start = text.indexOf('"', found + 2)
  if (found === -1 || start === -1 || start - found > 4) return bytes
  let end = start + 1
  while (end < text.length && text[end] !== '"' && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1
  return Buffer.from(text.slice(0, start) + value + text.slice(end + 1), 'latin1')
}
