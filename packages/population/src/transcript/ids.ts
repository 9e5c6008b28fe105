import { integer, type Random } from '../random.ts'

const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => integer(random, 0, 15).toString(16)).join('')

/** A random UUID (version 4). */
export const drawUuid = (random: Random): string =>
  `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${'89ab'.charAt(integer(random, 0, 3))}${hex(random, 3)}-${hex(random, 12)}`

/** 2³² divided by the golden ratio: multiples of it are far apart and all different. */
const STEP = 0x9e3779b1

/** Identifiers in the forms of the tool and of the API, each once in a session. */
export function createIds(random: Random) {
  const tail = drawUuid(random).slice(8)
  const stem = hex(random, 14)
  let count = 0
  const next = () => {
    count += 1
    return (Math.imul(count, STEP) >>> 0).toString(16).padStart(8, '0')
  }
  return {
    uuid: () => `${next()}${tail}`,
    call: () => `toolu_01${stem}${next()}`,
    message: () => `msg_01${stem}${next()}`,
    request: () => `req_011${stem}${next()}`,
  }
}
