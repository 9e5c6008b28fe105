import { InvalidArgumentError } from 'commander'

/** A whole number from 1 on. */
export function positive(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('It is no positive whole number.')
  return Number(value)
}

/** A month as `2026-04`. */
export function month(value: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(value))
    throw new InvalidArgumentError('It is no month, such as 2026-04.')
  return value
}

/** An amount in USD, or `none`: commander would make an empty text of null. */
export type UsdOrNone = number | 'none'

export function usdOrNone(value: string): UsdOrNone {
  if (value === 'none') return value
  if (!/^\d{1,6}(\.\d{1,8})?$/.test(value)) {
    throw new InvalidArgumentError('It is no amount in USD, such as 25 or 0.5, and not `none`.')
  }
  return Number(value)
}

/** A limit as the service has it: null for `none`. */
export const toLimit = (value: UsdOrNone): number | null => (value === 'none' ? null : value)
