import type { SentMemory } from '../sent-memory.ts'
import type { Selection } from '../sources/selection.ts'
import type { SourceState } from '../sources/session-source.ts'

export type Chosen = {
  /** Those that are to be read. */
  readonly states: readonly SourceState[]
  readonly skipped: number
  readonly leftOut: number
}

/** Which sessions need not be read to know that they are not to be sent: sent as they are now, or unchanged since before. */
export function chooseSources(
  states: readonly SourceState[],
  { since }: Selection,
  memory: SentMemory | null,
): Chosen {
  const chosen: SourceState[] = []
  let skipped = 0
  let leftOut = 0
  for (const state of states) {
    if (since !== null && state.modifiedAt !== null && state.modifiedAt < since) leftOut += 1
    else if (memory?.knowsFile(state.fingerprint)) skipped += 1
    else chosen.push(state)
  }
  return { states: chosen, skipped, leftOut }
}
