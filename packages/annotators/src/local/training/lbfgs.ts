/** The value of a function at `x`; its gradient is written to `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

const MEMORY = 8
const HALVINGS = 30

type Point = { readonly x: Float64Array; readonly gradient: Float64Array; readonly value: number }

/**
 * Minimises a smooth function by L-BFGS with backtracking (Nocedal and Wright 2006, algorithm 7.4), from `start`. Ends
 * when a step gains less than a millionth of the value, or after `iterations`.
 */
export function minimise(objective: Objective, start: Float64Array, iterations = 200): Float64Array {
  let at = pointAt(objective, start)
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = []
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const direction = directionOf(at.gradient, steps)
    const first = iteration === 0 ? Math.min(1, 1 / Math.sqrt(dot(at.gradient, at.gradient))) : 1
    const next = downFrom(at, objective, direction, first)
    if (next === undefined) break
    const s = next.x.map((value, i) => value - (at.x[i] ?? 0))
    const y = next.gradient.map((value, i) => value - (at.gradient[i] ?? 0))
    const curvature = dot(s, y)
    if (curvature > 1e-10) steps.push({ s, y, rho: 1 / curvature })
    if (steps.length > MEMORY) steps.shift()
    const gain = at.value - next.value
    at = next
    if (gain < 1e-6 * Math.abs(at.value)) break
  }
  return at.x
}

function pointAt(objective: Objective, x: Float64Array): Point {
  const gradient = new Float64Array(x.length)
  return { x, value: objective(x, gradient), gradient }
}

/** A lower point along a direction, the step halved until it gains enough (Armijo); undefined where none is. */
function downFrom(
  at: Point,
  objective: Objective,
  direction: Float64Array,
  first: number,
): Point | undefined {
  const slope = dot(direction, at.gradient)
  if (slope > -1e-12) return undefined
  let found: Point | undefined
  for (let tries = 0, length = first; tries < HALVINGS; tries += 1, length /= 2) {
    found = pointAt(
      objective,
      at.x.map((value, i) => value + length * (direction[i] ?? 0)),
    )
    if (found.value <= at.value + 1e-4 * length * slope) break
  }
  return found !== undefined && found.value < at.value ? found : undefined
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
