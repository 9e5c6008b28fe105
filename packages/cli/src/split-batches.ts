/** The items of one batch, in order. The batch must be read to its end before the next is asked for. */
export type Portion<T> = AsyncGenerator<T, void>

/** What a portion may hold at the most. The item that reaches `maxWeight` is the last of its portion. */
export type Limits<T> = {
  readonly size: number
  readonly weigh: (item: T) => number
  readonly maxWeight: number
}

/**
 * Cuts a stream into portions within the limits, none of them empty, reading one item ahead. Depends on the items
 * alone, so the same stream is cut in the same places again. Items left in a portion that was given up are in the next
 * one. The source is closed when the portions are.
 */
export async function* splitBatches<T>(
  source: AsyncIterable<T>,
  { size, weigh, maxWeight }: Limits<T>,
): AsyncGenerator<Portion<T>, void> {
  const iterator = source[Symbol.asyncIterator]()
  let ahead: Promise<IteratorResult<T>> | undefined
  const peek = () => {
    ahead ??= iterator.next()
    return ahead
  }
  async function* portion(): Portion<T> {
    let weight = 0
    for (let taken = 0; taken < size && weight < maxWeight; taken += 1) {
      const next = await peek()
      if (next.done === true) return
      ahead = undefined
      weight += weigh(next.value)
      yield next.value
    }
  }
  try {
    while ((await peek()).done !== true) yield portion()
  } finally {
    await iterator.return?.()
  }
}
