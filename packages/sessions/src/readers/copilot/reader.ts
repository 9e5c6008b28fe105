import type { Reader } from '../../reader.ts'
import { createCopilotFold } from './fold.ts'

/** Copilot CLI's event log: one event a line. */
export const copilot: Reader = {
  format: 'copilot-events-jsonl',
  kind: 'lines',
  createFold: createCopilotFold,
}
