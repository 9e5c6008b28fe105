/**
 * State that processes on several hosts share, one JSON value a key. `change` gets the value as it is (undefined where
 * there is none) and the time of the store in milliseconds since the epoch, since the clocks of hosts differ; what it
 * returns is stored before anyone else sees the value. It may be called again where somebody else was faster, so it
 * only computes. Throws FieldworkError('store_unavailable') or ('queue_unavailable') where the store does not answer.
 */
export type SharedState = {
  update<T>(key: string, change: Change<T>): Promise<T>
  close?(): Promise<void>
}

export type Change<T> = (state: unknown, nowMs: number) => { readonly state: unknown; readonly result: T }

/** State of this process alone. It keeps text, as the other stores do, so that nobody holds on to a value. */
export function createMemorySharedState(now: () => number = Date.now): SharedState {
  const texts = new Map<string, string>()
  return {
    async update(key, change) {
      const text = texts.get(key)
      const { state, result } = change(text === undefined ? undefined : JSON.parse(text), now())
      texts.set(key, JSON.stringify(state))
      return result
    },
  }
}
