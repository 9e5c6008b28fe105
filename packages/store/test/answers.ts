import { randomUUID } from 'node:crypto'
import { deriveFact, type Fact } from '@fieldwork/codebook'
import { type AnnotatedRevision, type ClaimedRevision, claimChunk, writeAnnotations } from '../src/index.ts'
import { telemetry } from './lines.ts'
import type { Store } from './store.ts'

export const newClaim = (): string => randomUUID()

/** A fact of which nothing is known but what is given. */
export const factOf = (known: Partial<Fact>): Fact => ({ ...deriveFact(telemetry, {}), ...known })

/** An annotator's answer about a claimed revision: two labels and the fact. */
export function answer(revision: ClaimedRevision, known: Partial<Fact> = {}): AnnotatedRevision {
  const label = { classifierVersion: '1', confidence: 0.5 }
  return {
    ...revision,
    labels: [
      { classifier: 'work_mode', value: 'build', ...label },
      { classifier: 'outcome', value: 'succeeded', ...label },
    ],
    provenance: {
      model: 'rules',
      settings: { temperature: 0 },
      promptHash: 'none',
      transcriptCut: false,
      inputTokens: 1,
      outputTokens: 2,
      cacheReadTokens: 3,
      cacheCreationTokens: 4,
      costUsd: 0.000_1,
    },
    fact: factOf({ month: '2026-04', ...known }),
  }
}

/** Claims a chunk and annotates all of it, as a worker does. */
export async function annotate(
  { database, run }: Pick<Store, 'database' | 'run'>,
  chunk: string,
  known: Partial<Fact> = {},
): Promise<number> {
  const claim = newClaim()
  const claimed = await claimChunk(database, chunk, claim, 60)
  const answers = claimed.map((revision) => answer(revision, known))
  return writeAnnotations(database, run.id, claim, answers, [])
}
