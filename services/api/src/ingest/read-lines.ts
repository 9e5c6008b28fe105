// What a thread of the pool runs (line-readers.ts).
import { move, transferableSymbol, valueSymbol } from 'piscina'
import { asBuffer, movableReadLines, type NumberedLine } from './move-lines.ts'
import { type ReadLineOptions, readLine } from './read-line.ts'

export type ReadTask = { readonly lines: readonly NumberedLine[]; readonly options: ReadLineOptions }

/** Reads lines, in order. The answer moves to the thread that asked. */
export default function readLines({ lines, options }: ReadTask) {
  const { value, buffer } = movableReadLines(
    lines.map(({ number, line }) =>
      readLine(number, 'bytes' in line ? { bytes: asBuffer(line.bytes) } : line, options),
    ),
  )
  return move({ [valueSymbol]: value, [transferableSymbol]: [buffer] })
}
