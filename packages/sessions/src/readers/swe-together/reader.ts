import type { Reader } from '../../reader.ts'
import { createSweTogetherFold } from './fold.ts'

/** SWE-Together's JSON: one document a session, of many agents. */
export const sweTogether: Reader = {
  format: 'swe-together-json',
  kind: 'document',
  elements: 'messages',
  createFold: createSweTogetherFold,
}
