export type Options = {
  /** Small enough for a smoke test. */
  readonly quick: boolean
  /** Another size than the benchmark's own, in its own unit; for its tests. */
  readonly size: number | undefined
}

export type Figures = Readonly<Record<string, number | string | boolean | null | object>>

/** Measures the real thing beside its limit, in one run. */
export type Benchmark = {
  readonly about: string
  /** `ratio` is ours over the limit; 1 is as fast as can be. */
  run(options: Options): Promise<{ readonly ratio: number } & Figures>
}
