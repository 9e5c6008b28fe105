/** What two raters answered about one session of a person. */
export type Pair<T> = { readonly person: string; readonly first: T; readonly second: T }

/** `counts[i][j]`: in how many sessions the first rater answered `options[i]` and the second `options[j]`. */
export type Crosstab = { options: string[]; counts: number[][] }

/** The row and the column of a pair. Throws a RangeError for an answer that is none of the options. */
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
