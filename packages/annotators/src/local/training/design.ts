import { features } from '../features/features.ts'
import type { Input } from '../model/model.ts'
import type { Observation } from '../model/observe.ts'
import { standardised } from '../model/predict.ts'
import type { Example } from './examples.ts'
import { vocabularyOf } from './vocabulary.ts'

/** Inputs standardised on training examples, each with its scale. */
export type Design = { readonly inputs: readonly Input[]; readonly scales: readonly number[] }

const RARE = 1e-9

/** Means and deviations of what a model looks at, over its training examples alone. What never varies is left out. */
export function designOf(
  examples: readonly Example[],
  weightOf: (name: string) => number,
  words: boolean,
): Design {
  const names = [...features.map(({ name }) => name), ...(words ? vocabularyOf(examples) : [])]
  const inputs: Input[] = []
  const scales: number[] = []
  for (const name of names) {
    const scale = weightOf(name)
    if (scale === 0) continue
    const values = examples.map((example) =>
      name.includes(':') ? Number(example.words.has(name)) : (example.values.get(name) ?? 0),
    )
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    if (variance < RARE) continue
    inputs.push({ name, mean: short(mean), sd: short(Math.sqrt(variance)) })
    scales.push(scale)
  }
  return { inputs, scales }
}

export const rowOf = ({ inputs, scales }: Design, observation: Observation): number[] =>
  inputs.map((input, index) => standardised(input, observation) * (scales[index] ?? 1))

/** Four significant digits: as exact as the model files are. */
export const short = (value: number) => Number(value.toPrecision(4))
