import type { Reader } from '../../reader.ts'
import { createClaudeCodeFold } from './fold.ts'

/** Claude Code's JSONL: one entry a line. */
export const claudeCode: Reader = {
  format: 'claude-code-jsonl',
  kind: 'lines',
  createFold: createClaudeCodeFold,
  spansFiles: true,
}
