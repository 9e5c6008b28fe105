/** What two raters answered about one session of a person. */
export type Pair<T> = { readonly person: string; readonly first: T; readonly second: T }

/** `counts[i][j]`: in how many sessions the first rater answered `options[i]` and the second `options[j]`. */
export type Crosstab = { options: string[]; counts: number[][] }

/** Cross-tabulates pairs of answers. Throws a RangeError for an answer that is none of the options. */
export function crosstab(pairs: readonly Pair<string>[], options: readonly string[]): Crosstab {
  const counts = options.map(() => options.map(() => 0))
  const cellOf = cellsOf(options)
  for (const pair of pairs) {
    const [row, column] = cellOf(pair)
    add(counts, row, column, 1)
  }
  return { options: [...options], counts }
}

/** The row and the column of a pair. */
export function cellsOf(options: readonly string[]): (pair: Pair<string>) => readonly [number, number] {
  const places = new Map(options.map((option, index) => [option, index]))
  const place = (answer: string) => {
    const index = places.get(answer)
    if (index === undefined) throw new RangeError(`${answer} is none of ${options.join(', ')}`)
    return index
  }
  return ({ first, second }) => [place(first), place(second)]
}

/** Adds to a cell, in place. */
export function add(counts: number[][], row: number, column: number, times: number): void {
  const cells = counts[row]
  if (cells !== undefined) cells[column] = (cells[column] ?? 0) + times
}
