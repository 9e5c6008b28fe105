export const words = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length

export const sum = (values: Iterable<number>): number =>
  [...values].reduce((total, value) => total + value, 0)

/** The words of every string inside a value. */
export function wordsInside(value: unknown): number {
  let total = 0
  JSON.stringify({ value }, (_, member) => {
    if (typeof member === 'string') total += words(member)
    return member
  })
  return total
}
