import { Matrix, solve } from 'ml-matrix'
import { logistic, softmax } from '../model/predict.ts'
import { minimise } from './lbfgs.ts'

/** Standardised inputs, one row per session. */
export type Rows = readonly (readonly number[])[]

/** Multinomial logistic regression with an L2 penalty on the weights. `ys` are positions among `count` answers. */
export function fitNominal(rows: Rows, ys: readonly number[], count: number, penalty: number) {
  const width = rows[0]?.length ?? 0
  const at = (answer: number) => answer * (width + 1)
  const found = minimise(
    (w, gradient) => {
      gradient.fill(0)
      let value = 0
      rows.forEach((row, index) => {
        const logits = Array.from({ length: count }, (_, answer) => {
          let sum = w[at(answer)] ?? 0
          for (let j = 0; j < width; j += 1) sum += (w[at(answer) + 1 + j] ?? 0) * (row[j] ?? 0)
          return sum
        })
        const probabilities = softmax(logits)
        const y = ys[index] ?? 0
        value -= Math.log(Math.max(1e-12, probabilities[y] ?? 0))
        probabilities.forEach((probability, answer) => {
          const slope = probability - (answer === y ? 1 : 0)
          const from = at(answer)
          gradient[from] = (gradient[from] ?? 0) + slope
          for (let j = 0; j < width; j += 1) {
            gradient[from + 1 + j] = (gradient[from + 1 + j] ?? 0) + slope * (row[j] ?? 0)
          }
        })
      })
      for (let answer = 0; answer < count; answer += 1) {
        for (let j = at(answer) + 1; j < at(answer + 1); j += 1) {
          value += (penalty / 2) * (w[j] ?? 0) ** 2
          gradient[j] = (gradient[j] ?? 0) + penalty * (w[j] ?? 0)
        }
      }
      return value
    },
    new Float64Array(count * (width + 1)),
  )
  const answers = Array.from({ length: count }, (_, answer) => [...found.slice(at(answer), at(answer + 1))])
  return {
    kind: 'nominal' as const,
    biases: answers.map(([bias = 0]) => bias),
    weights: answers.map(([, ...weights]) => weights),
  }
}

/**
 * Proportional odds with an L2 penalty on the weights. The first threshold is free, each further one is the exponential
 * of a parameter above the one before, so that they stay in order.
 */
export function fitOrdinal(rows: Rows, ys: readonly number[], count: number, penalty: number) {
  const width = rows[0]?.length ?? 0
  const cuts = count - 1
  const thresholdsOf = (w: Float64Array) => {
    const thresholds = [w[0] ?? 0]
    for (let cut = 1; cut < cuts; cut += 1) thresholds.push((thresholds.at(-1) ?? 0) + Math.exp(w[cut] ?? 0))
    return thresholds
  }
  const start = new Float64Array(cuts + width)
  start[0] = -2
  const found = minimise((w, gradient) => {
    gradient.fill(0)
    const thresholds = thresholdsOf(w)
    const slopes = thresholds.map(() => 0)
    let value = 0
    rows.forEach((row, index) => {
      let along = 0
      for (let j = 0; j < width; j += 1) along += (w[cuts + j] ?? 0) * (row[j] ?? 0)
      const y = ys[index] ?? 0
      const { probability, ofHigh, ofLow } = stepOf(thresholds, y, along)
      value -= Math.log(probability)
      if (y < cuts) slopes[y] = (slopes[y] ?? 0) - ofHigh
      if (y > 0) slopes[y - 1] = (slopes[y - 1] ?? 0) + ofLow
      for (let j = 0; j < width; j += 1) {
        gradient[cuts + j] = (gradient[cuts + j] ?? 0) + (ofHigh - ofLow) * (row[j] ?? 0)
      }
    })
    let above = 0
    for (let cut = cuts - 1; cut >= 0; cut -= 1) {
      above += slopes[cut] ?? 0
      gradient[cut] = cut === 0 ? above : above * Math.exp(w[cut] ?? 0)
    }
    for (let j = cuts; j < w.length; j += 1) {
      value += (penalty / 2) * (w[j] ?? 0) ** 2
      gradient[j] = (gradient[j] ?? 0) + penalty * (w[j] ?? 0)
    }
    return value
  }, start)
  return { kind: 'ordinal' as const, thresholds: thresholdsOf(found), weights: [...found.slice(cuts)] }
}

/** The probability of an answer, and how its logarithm moves with the thresholds above and below it. */
function stepOf(thresholds: readonly number[], y: number, along: number) {
  const upper = thresholds[y]
  const lower = thresholds[y - 1]
  const high = upper === undefined ? 1 : logistic(upper - along)
  const low = lower === undefined ? 0 : logistic(lower - along)
  const probability = Math.max(1e-9, high - low)
  return {
    probability,
    ofHigh: (high * (1 - high)) / probability,
    ofLow: (low * (1 - low)) / probability,
  }
}

/** Ridge regression; the bias is not penalised, since the inputs are centred. */
export function fitLinear(rows: Rows, ys: readonly number[], penalty: number) {
  const bias = ys.reduce((sum, y) => sum + y, 0) / ys.length
  const x = new Matrix(rows.map((row) => [...row]))
  const transposed = x.transpose()
  const left = transposed.mmul(x).add(Matrix.eye(x.columns, x.columns).mul(penalty))
  const right = transposed.mmul(Matrix.columnVector(ys.map((y) => y - bias)))
  return { kind: 'linear' as const, bias, weights: solve(left, right).to1DArray() }
}
