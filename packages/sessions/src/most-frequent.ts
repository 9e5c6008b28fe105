/** The name counted most often; of several the first. Null where there is none. */
export function mostFrequent(counts: ReadonlyMap<string, number>): string | null {
  let most: string | null = null
  let highest = 0
  for (const [name, count] of counts) {
    if (count > highest) {
      most = name
      highest = count
    }
  }
  return most
}
