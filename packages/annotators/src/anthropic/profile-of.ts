import { FieldworkError } from '@fieldwork/errors'
import { type ModelPrice, type ModelProfile, modelProfiles, unknownModel } from './model-profiles.ts'
import type { Usage } from './ports.ts'

/**
 * The profile of a model; a dated id (`claude-haiku-4-5-20251001`) has that of its name. A `price` goes before the known one
 * and makes any model usable. Throws `configuration_invalid` where neither is known: spend must never look like nothing.
 */
export function profileOf(model: string, price?: ModelPrice): ModelProfile {
  const known = modelProfiles[model.replace(/-\d{8}$/, '')]
  if (known !== undefined) return { ...known, model, price: price ?? known.price }
  if (price !== undefined) return { ...unknownModel, model, price }
  throw new FieldworkError('configuration_invalid', `ANTHROPIC_MODEL: no price is known for ${model}`)
}

/** The cost of one call in USD. */
export function costOf({ price, cachePrice }: ModelProfile, usage: Usage): number {
  const input =
    usage.inputTokens +
    cachePrice.write5m * usage.cacheWrite5mTokens +
    cachePrice.write1h * usage.cacheWrite1hTokens +
    cachePrice.read * usage.cacheReadTokens
  return (price.input * input + price.output * usage.outputTokens) / 1_000_000
}
