import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { Posting } from './answer-schema.ts'
import shipped from './calibration.json' with { type: 'json' }

/** Postings with prices, by comparison with which the value of a task is named. Any set of this form may replace ours. */
export const Calibration = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'Stands in the settings of every label' }),
    note: Type.String({ description: 'Where the prices come from' }),
    postings: Type.Array(
      Type.Object(
        { ...Posting.properties, usd: Type.Number({ minimum: 10, maximum: 50_000 }) },
        { additionalProperties: false },
      ),
      { minItems: 4, maxItems: 400 },
    ),
  },
  { additionalProperties: false },
)
export type Calibration = Static<typeof Calibration>

/** Bands of price, in USD: a set is balanced over them (codebook: task_value). */
const bands = [
  [10, 200],
  [200, 1_000],
  [1_000, 5_000],
  [5_000, Number.POSITIVE_INFINITY],
] as const

/** The set of our own making: for an order of tasks, not for money. */
export const shippedCalibration: Calibration = shipped

const compiled = Compile(Calibration)

/** A calibration set from parsed JSON, or in one line what is wrong with it. */
export function readCalibration(
  json: unknown,
): { readonly calibration: Calibration } | { readonly invalid: string } {
  if (!compiled.Check(json)) {
    const [first] = compiled.Errors(json)
    return { invalid: `${first?.instancePath || 'the set'} ${first?.message ?? 'does not fit'}` }
  }
  const counts = bands.map(([from, to]) => json.postings.filter(({ usd }) => usd >= from && usd < to).length)
  if (Math.min(...counts) * 2 < Math.max(...counts)) {
    return {
      invalid: `the four bands of price have ${counts.join(', ')} postings: none may have over twice as many as another`,
    }
  }
  return { calibration: json }
}

/** SHA-256, in hex, of the postings and prices: a part of the hash of every prompt that shows them. */
export function calibrationHash({ postings }: Calibration): string {
  return createHash('sha256').update(JSON.stringify(postings)).digest('hex')
}

/** The set as a model reads it, from the lowest price to the highest. */
export function calibrationText({ postings }: Calibration): string {
  const lines = [...postings]
    .sort((a, b) => a.usd - b.usd)
    .map(
      ({ title, description, skills, usd }) =>
        `- USD ${usd}: ${title}. ${description} (${skills.join(', ')})`,
    )
  return `Calibration set: postings of fixed-price jobs with their prices.\n\n${lines.join('\n')}`
}
