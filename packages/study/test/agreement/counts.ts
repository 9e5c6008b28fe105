import type { Pair } from '../../src/index.ts'

/** How often the first rater gave the option of the row and the second that of the column. */
export const countsOf = (pairs: readonly Pair<string>[], options: readonly string[]) =>
  options.map((row) =>
    options.map((column) => pairs.filter(({ first, second }) => first === row && second === column).length),
  )
