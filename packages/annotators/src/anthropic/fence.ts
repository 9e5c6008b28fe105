/** The marks between which data stands. */
export type Mark = 'transcript' | 'posting'

/** Characters that are read as an opening angle bracket. */
const opener = /[<＜﹤‹〈⟨《⟪˂ᐸ❮❬⧼]/gu

/** What lies between a bracket and a name, or inside a name, without being seen to change it. */
const unseen = /[\p{Cf}\p{Mn}\p{Me}\p{Cc}\p{Z}\s/\\⁄∕⧸|!?_.-]/gu

/** Letters of other scripts that look like those of a mark, where NFKC does not fold them. */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a',
  ɑ: 'a',
  α: 'a',
  с: 'c',
  ϲ: 'c',
  ց: 'g',
  ɡ: 'g',
  і: 'i',
  ı: 'i',
  ι: 'i',
  ɩ: 'i',
  ո: 'n',
  п: 'n',
  о: 'o',
  ο: 'o',
  р: 'p',
  ρ: 'p',
  г: 'r',
  ʀ: 'r',
  ѕ: 's',
  ꜱ: 's',
  т: 't',
  τ: 't',
  ᴛ: 't',
}

/** Characters behind a bracket that are looked at; a name that is spelt out over more of them is no mark to anybody. */
const WINDOW = 120

/**
 * Data between marks that nothing inside it can write: whatever in it could be read as one of the marks, in any spelling,
 * loses its bracket. What stands between the marks is data, whomever it addresses. The same text is always fenced the same.
 */
export function fence(mark: Mark, data: string): string {
  const harmless = data.replace(opener, (bracket, at: number) =>
    readsAsMark(data.slice(at + bracket.length, at + WINDOW)) ? '&lt;' : bracket,
  )
  return `<${mark}>\n${harmless}\n</${mark}>`
}

function readsAsMark(behind: string): boolean {
  const letters = behind.normalize('NFKC').replace(unseen, '').toLowerCase()
  const name = Array.from(letters.slice(0, 12), (letter) => lookalikes[letter] ?? letter).join('')
  return name.startsWith('transcript') || name.startsWith('posting')
}
