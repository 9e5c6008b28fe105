import type { Example } from './examples.ts'

export type Fold = { readonly train: readonly Example[]; readonly test: readonly Example[] }

/**
 * Folds of which no repository stands on both sides, near each other in size: the largest repository first, each to the
 * fold that holds least so far. As many folds as repositories leave one out at a time.
 */
export function foldsOf(examples: readonly Example[], count: number): Fold[] {
  const repos = [...Map.groupBy(examples, ({ repo }) => repo)].sort(
    ([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1),
  )
  const folds = Array.from({ length: Math.min(count, repos.length) }, () => new Set<string>())
  const sizes = folds.map(() => 0)
  for (const [repo, { length }] of repos) {
    const least = sizes.indexOf(Math.min(...sizes))
    folds[least]?.add(repo)
    sizes[least] = (sizes[least] ?? 0) + length
  }
  return folds.map((within) => ({
    train: examples.filter(({ repo }) => !within.has(repo)),
    test: examples.filter(({ repo }) => within.has(repo)),
  }))
}
