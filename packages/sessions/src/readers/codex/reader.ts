import type { Reader } from '../../reader.ts'
import { createCodexFold } from './fold.ts'

/** Codex' rollouts: one item of the session a line. */
export const codex: Reader = {
  format: 'codex-rollout-jsonl',
  kind: 'lines',
  createFold: createCodexFold,
}
