import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Decision, TaskValue } from '@fieldwork/codebook'
import { type CanonicalSession, readTranscriptText, redact } from '@fieldwork/sessions'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const Tier = Type.Union([Type.String(), Type.Integer()])
const ReferenceLabel = Type.Object({
  id: Type.String(),
  annotator: Type.Enum(['A', 'B']),
  repo: Type.String(),
  format: Type.String(),
  work_mode: Type.String(),
  codebase: Type.String(),
  decisions: Type.Array(Decision),
  expertise: Tier,
  occupation_user: Type.String(),
  occupation_work: Type.String(),
  outcome: Type.String(),
  success_signal: Tier,
  failure_signal: Tier,
  task_value: TaskValue,
})
const ManifestLine = Type.Object({ id: Type.String(), file: Type.String() })

export type ReferenceLabel = Static<typeof ReferenceLabel>
export type Labelled = { readonly session: CanonicalSession; readonly reference: ReferenceLabel }

export const hasReferenceLabels = (shared: string) => existsSync(path.join(shared, 'labels/reference.jsonl'))

/**
 * The labelled sessions of a folder with `labels/reference.jsonl` and `sessions/manifest.jsonl`, read and redacted as
 * the service would. Of two readings of a session the one by the codebook's rulings (B) counts.
 */
export function readReferenceLabels(shared: string): Labelled[] {
  const files = new Map(
    linesOf(path.join(shared, 'sessions/manifest.jsonl')).map((line) => {
      const { id, file } = Value.Parse(ManifestLine, line)
      return [id, file]
    }),
  )
  const references = new Map<string, ReferenceLabel>()
  for (const line of linesOf(path.join(shared, 'labels/reference.jsonl'))) {
    const label = Value.Parse(ReferenceLabel, line)
    if (label.annotator === 'B' || !references.has(label.id)) references.set(label.id, label)
  }
  return [...references.values()].flatMap((reference) => {
    const file = files.get(reference.id)
    if (file === undefined) return []
    const text = gunzipSync(readFileSync(path.join(shared, 'sessions', file))).toString('utf8')
    const { session } = readTranscriptText(text, { name: reference.id })
    return [{ session: redact(session), reference }]
  })
}

/** How many readings there are; some sessions were read twice. */
export const countReadings = (shared: string) => linesOf(path.join(shared, 'labels/reference.jsonl')).length

function linesOf(file: string): unknown[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
}
