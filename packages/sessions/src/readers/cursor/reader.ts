import type { Reader } from '../../reader.ts'
import { createCursorFold } from './fold.ts'

/** Cursor's agent transcripts: one message a line. */
export const cursor: Reader = {
  format: 'cursor-jsonl',
  kind: 'lines',
  createFold: createCursorFold,
}
