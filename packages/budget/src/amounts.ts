import { Type } from 'typebox'

/** The three things a limit counts. Input is fresh input and what is written to the cache. */
export const kinds = ['requests', 'inputTokens', 'outputTokens'] as const
export type Kind = (typeof kinds)[number]
export type Amounts = Readonly<Record<Kind, number>>

export const AmountsSchema = Type.Object({
  requests: Type.Number(),
  inputTokens: Type.Number(),
  outputTokens: Type.Number(),
})

export const nothing: Amounts = { requests: 0, inputTokens: 0, outputTokens: 0 }

/** One value for each of the three. */
export const each = <T>(of: (kind: Kind) => T): Readonly<Record<Kind, T>> => ({
  requests: of('requests'),
  inputTokens: of('inputTokens'),
  outputTokens: of('outputTokens'),
})

export const plus = (a: Amounts, b: Amounts): Amounts => each((kind) => a[kind] + b[kind])
