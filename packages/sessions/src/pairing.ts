import { soundId } from './sound-id.ts'

/** Calls under one id, in order: one, but for a damaged id. The first `answered` of them have their result. */
type Calls<Call> = { readonly calls: Call[]; answered: number }

/** Pairs calls with results: by id, and by order where an id is damaged and so stands for many calls. */
export function createPairing<Call>() {
  const byId = new Map<string, Calls<Call>>()
  const under = (id: unknown) => byId.get(typeof id === 'string' ? id : '')

  return {
    /** Whether a call with this id is known, so that another one repeats it. Never where the id is damaged. */
    isKnown: (id: unknown): boolean => soundId(id) !== undefined && under(id) !== undefined,
    add(id: unknown, call: Call): void {
      const known = under(id)
      if (known === undefined) byId.set(typeof id === 'string' ? id : '', { calls: [call], answered: 0 })
      else known.calls.push(call)
    },
    /** The call that waits for a result under the id, or else the last one: what is told beside calls is about it. */
    find: (id: unknown): Call | undefined =>
      under(id)?.calls[under(id)?.answered ?? 0] ?? under(id)?.calls.at(-1),
    /** The call that a result under the id answers; undefined where none waits for it. */
    answer(id: unknown): Call | undefined {
      const known = under(id)
      const call = known?.calls[known.answered]
      if (known !== undefined && call !== undefined) known.answered += 1
      return call
    },
  }
}
