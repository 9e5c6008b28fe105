import { Type } from 'typebox'

export const closed = { additionalProperties: false } as const
export const Moment = Type.String({ format: 'date-time' })
export const Count = Type.Integer({ minimum: 0 })
export const Usd = Type.Number({ description: 'USD' })
/** The store keeps money with eight digits after the point and six before it. */
const LARGEST_USD = 999_999
/** One schema and no union: of a union the API's validator would make 0 of null, or null of 0. */
export const LimitUsd = Type.Unsafe<number | null>({
  type: ['number', 'null'],
  minimum: 0,
  maximum: LARGEST_USD,
  description: 'USD; null for no limit',
})
