import { plantedParameters } from './parameters.ts'

export type Window = readonly [first: string, last: string]

const pattern = /^(\d{4})-(0[1-9]|1[0-2])$/

/** The starts of the window's months, in milliseconds since 1970, UTC. Throws a RangeError where it is no window. */
export function monthsOf([first, last]: Window = plantedParameters.window.value): readonly number[] {
  const begin = monthsSince1970(first)
  const end = monthsSince1970(last)
  if (end < begin) throw new RangeError(`the window ends before it begins: ${first} to ${last}`)
  return Array.from({ length: end - begin + 1 }, (_, index) => Date.UTC(1970, begin + index))
}

function monthsSince1970(month: string): number {
  const [, year, ofYear] = pattern.exec(month) ?? []
  if (year === undefined || ofYear === undefined) throw new RangeError(`no month: ${month}`)
  return (Number(year) - 1970) * 12 + Number(ofYear) - 1
}
