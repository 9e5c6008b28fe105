/** Longest text of which words are taken. */
const MOST = 20_000

/** The plain words of a text, each once, under the name of who said them. */
export function wordsIn(text: string, by: 'person' | 'agent'): string[] {
  const words = text
    .slice(0, MOST)
    .toLowerCase()
    .match(/(?<![\p{L}\d_./@-])[a-z]{3,14}(?![\p{L}\d_/@-])/gu)
  return [...new Set(words ?? [])].map((word) => `${by}:${word}`)
}
