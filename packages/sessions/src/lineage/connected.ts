import type { Group } from './plan-sessions.ts'

/**
 * Groups that share history, together; every other one alone. Copied history begins with the first entry of the one or
 * of the other, so only first entries are looked up, and millions of entries need no index.
 */
export function connectedByHistory<Name>(
  groups: readonly Group<Name>[],
): readonly (readonly Group<Name>[])[] {
  const byFirst = new Map<number, number[]>()
  groups.forEach(({ members }, index) => {
    for (const { survey } of members) {
      const first = survey.entries[0]
      if (first === undefined) continue
      const known = byFirst.get(first)
      if (known === undefined) byFirst.set(first, [index])
      else known.push(index)
    }
  })
  const parents = groups.map((_, index) => index)
  const rootOf = (index: number): number => {
    let root = index
    for (let parent = parents[root]; parent !== undefined && parent !== root; parent = parents[root])
      root = parent
    parents[index] = root
    return root
  }
  groups.forEach(({ keys }, index) => {
    for (const key of keys) {
      for (const other of byFirst.get(key) ?? []) parents[rootOf(other)] = rootOf(index)
    }
  })
  return [...Map.groupBy(groups, (_, index) => rootOf(index)).values()]
}
