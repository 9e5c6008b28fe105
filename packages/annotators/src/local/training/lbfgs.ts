/** The value of a function at `x`; its gradient is written to `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

const MEMORY = 8

/**
 * Minimises a smooth function by L-BFGS with backtracking (Nocedal and Wright 2006, algorithm 7.4), from `start`. Ends
 * when a step gains less than a millionth of the value, or after `iterations`.
 */
export function minimise(objective: Objective, start: Float64Array, iterations = 200): Float64Array {
  const size = start.length
  let x = Float64Array.from(start)
  let gradient = new Float64Array(size)
  let value = objective(x, gradient)
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = []
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const direction = directionOf(gradient, steps)
    const slope = dot(direction, gradient)
    if (slope > -1e-12) break
    let length = iteration === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1
    const next = new Float64Array(size)
    const nextGradient = new Float64Array(size)
    let nextValue = Number.POSITIVE_INFINITY
    for (let tries = 0; tries < 30; tries += 1, length /= 2) {
      for (let i = 0; i < size; i += 1) next[i] = (x[i] ?? 0) + length * (direction[i] ?? 0)
      nextValue = objective(next, nextGradient)
      if (nextValue <= value + 1e-4 * length * slope) break
    }
    if (!(nextValue < value)) break
    const s = next.map((at, i) => at - (x[i] ?? 0))
    const y = nextGradient.map((at, i) => at - (gradient[i] ?? 0))
    const curvature = dot(s, y)
    if (curvature > 1e-10) steps.push({ s, y, rho: 1 / curvature })
    if (steps.length > MEMORY) steps.shift()
    const gain = value - nextValue
    x = next
    gradient = nextGradient
    value = nextValue
    if (gain < 1e-6 * Math.abs(value)) break
  }
  return x
}

function directionOf(
  gradient: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = gradient.map((at) => -at)
  const alphas: number[] = []
  for (const { s, y, rho } of steps.toReversed()) {
    const alpha = rho * dot(s, q)
    alphas.unshift(alpha)
    add(q, y, -alpha)
  }
  const newest = steps.at(-1)
  if (newest !== undefined) {
    const scale = 1 / (newest.rho * dot(newest.y, newest.y))
    for (let i = 0; i < q.length; i += 1) q[i] = (q[i] ?? 0) * scale
  }
  steps.forEach(({ s, y, rho }, index) => {
    add(q, s, (alphas[index] ?? 0) - rho * dot(y, q))
  })
  return q
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function add(to: Float64Array, from: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i += 1) to[i] = (to[i] ?? 0) + times * (from[i] ?? 0)
}
