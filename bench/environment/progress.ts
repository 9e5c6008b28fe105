/** Tells what a benchmark is at. On standard error: standard output ends with the result. */
export function say(step: string): void {
  process.stderr.write(`${step}\n`)
}

/** Tells at most once a second how far something is. */
export function meter(what: string, total: number): (done: number) => void {
  let told = performance.now()
  return (done) => {
    if (performance.now() - told < 1_000) return
    told = performance.now()
    say(`  ${what}: ${Math.floor((100 * done) / total)} %`)
  }
}
