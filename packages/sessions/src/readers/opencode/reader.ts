import type { Reader } from '../../reader.ts'
import { createOpenCodeFold } from './fold.ts'

/** OpenCode's export: one document `{info, messages: [{info, parts}]}`. */
export const openCode: Reader = {
  format: 'opencode-export-json',
  kind: 'document',
  elements: 'messages',
  createFold: createOpenCodeFold,
}
