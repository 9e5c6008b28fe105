import type { Random } from './random.ts'
import { commands, files, folders, people, words } from './vocabulary.ts'

const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function characters(random: Random, alphabet: string, length: number): string {
  let text = ''
  for (let index = 0; index < length; index += 1) {
    text += alphabet.charAt(random.whole(0, alphabet.length - 1))
  }
  return text
}

/** `length` hexadecimal digits, at most 32. */
export function hex(random: Random, length: number): string {
  let digits = ''
  while (digits.length < length) digits += random.whole(0, 0xffff_ffff).toString(16).padStart(8, '0')
  return digits.slice(0, length)
}

/** A path under somebody's home: what nearly every tool call names. */
export const pathOf = (random: Random) =>
  `/home/${random.word(people)}/code/${random.word(words)}/${random.word(folders)}/${random.word(files)}`

export const command = (random: Random) => random.word(commands) + pathOf(random)

/** What must not be stored, in the forms that redaction knows. */
function secret(random: Random): string {
  switch (random.whole(0, 3)) {
    case 0:
      return `${random.word(people)}.${random.word(words)}@example.org`
    case 1:
      return `ghp_${characters(random, BASE62, 36)}`
    case 2:
      return `postgres://app:${characters(random, BASE62, 12)}@db.internal:5432/main`
    default:
      return `sk-ant-api03-${characters(random, BASE62, 40)}7`
  }
}

function sentenceOf(random: Random, length: number): string {
  let sentence = random.word(words)
  for (let index = 1; index < length; index += 1) sentence += ` ${random.word(words)}`
  return sentence
}

/** Sentences of about `length` characters; one text in twenty holds a secret. */
export function prose(random: Random, length: number): string {
  const parts: string[] = []
  let written = 0
  while (written < length) {
    const sentence = sentenceOf(random, random.whole(6, 18))
    parts.push(random.chance(0.15) ? `${sentence} \`${random.word(files)}\`.` : `${sentence}.`)
    written += sentence.length
  }
  if (random.chance(0.05)) parts.push(`It used ${secret(random)} there.`)
  return parts.join(random.chance(0.3) ? '\n' : ' ')
}

const printed: readonly ((random: Random) => string)[] = [
  (random) => {
    const [a, b] = [random.word(words), random.word(words)]
    return `${random.whole(1, 400)}→  const ${a}${b} = await ${b}(${a}, ${random.whole(0, 99)})`
  },
  (random) =>
    `    if (${random.word(words)}.${random.word(words)} === undefined) return ${random.word(words)}`,
  (random) => `${pathOf(random)}:${random.whole(1, 900)}: ${random.word(words)} ${random.word(words)}`,
  (random) => `  ✓ ${random.word(words)} ${random.word(words)} (${random.whole(1, 300)} ms)`,
  (random) =>
    `-rw-r--r-- ${random.word(people)} ${random.whole(100, 90_000)} ${hex(random, 7)} ${random.word(files)}`,
]

/** Lines as a file listing or a program prints them, about `length` characters. */
export function output(random: Random, length: number): string {
  const written: string[] = []
  let total = 0
  while (total < length) {
    const line = random.word(printed)(random)
    written.push(line)
    total += line.length
  }
  return written.join('\n')
}
