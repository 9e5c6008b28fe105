import type { Reader } from '../../reader.ts'
import { createAtifFold } from './fold.ts'

/** Harbor's Agent Trajectory Interchange Format. */
export const atif: Reader = {
  format: 'atif-json',
  kind: 'document',
  elements: 'steps',
  createFold: createAtifFold,
}
