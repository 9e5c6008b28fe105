/**
 * A stream that can be read again from its start, for a repeated upload: what has come out of it is kept, what has not
 * is read when it is asked for. Holds all that was read, so the stream must be a bounded one.
 */
export function createReplay(source: AsyncIterable<Uint8Array>): () => AsyncGenerator<Uint8Array, void> {
  const iterator = source[Symbol.asyncIterator]()
  const kept: Uint8Array[] = []
  let pulling: Promise<boolean> | undefined

  async function pull(): Promise<boolean> {
    const { done, value } = await iterator.next()
    if (done !== true) kept.push(value)
    pulling = undefined
    return done !== true
  }

  return async function* read() {
    for (let at = 0; ; at += 1) {
      while (at >= kept.length) {
        // One pull for all readers: the one that a broken attempt left behind is not lost.
        pulling ??= pull()
        if (!(await pulling)) return
      }
      const chunk = kept[at]
      if (chunk !== undefined) yield chunk
    }
  }
}
