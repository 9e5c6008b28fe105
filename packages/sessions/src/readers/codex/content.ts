import { asArray, asObject, asString } from '../../json.ts'

export type Content = {
  readonly texts: readonly string[]
  readonly images: number
  /** Types of blocks that no known version writes. */
  readonly unknown: readonly string[]
}

/** What a message's content says: a text, or blocks of texts and images. */
export function contentOf(content: unknown): Content {
  const whole = asString(content)
  if (whole !== undefined) return { texts: [whole], images: 0, unknown: [] }
  const texts: string[] = []
  const unknown: string[] = []
  let images = 0
  for (const part of asArray(content)) {
    const block = asObject(part)
    const text = asString(block?.text) ?? asString(block?.refusal)
    if (text !== undefined) texts.push(text)
    else if (block?.type === 'input_image') images += 1
    else unknown.push(block === undefined ? 'no object' : (asString(block.type) ?? 'untyped'))
  }
  return { texts, images, unknown }
}
