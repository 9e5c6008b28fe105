/** Works on up to `ahead` items at once and gives what came of them in their order. Reads no further ahead than that. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result, void> {
  const begun: Promise<Result>[] = []
  for await (const item of items) {
    const result = work(item)
    result.catch(() => {}) // thrown when its turn comes
    begun.push(result)
    if (begun.length < ahead) continue
    const first = begun.shift()
    if (first !== undefined) yield await first
  }
  for (const result of begun) yield await result
}
