import { createHash } from 'node:crypto'
import type { LabelValues } from '@fieldwork/codebook'
import type { PlantedAnswer } from './planted.ts'

/** The key of a transcript among recorded labels: SHA-256, in hex, of what stands between the fence marks. */
export const transcriptKey = (transcript: string): string =>
  createHash('sha256').update(transcript).digest('hex')

/** Answers with what was recorded, by `transcriptKey`; a transcript without a record by `otherwise`. */
export const recordedAnswer =
  (records: ReadonlyMap<string, LabelValues>, otherwise: PlantedAnswer = () => ({})): PlantedAnswer =>
  (transcript) =>
    records.get(transcriptKey(transcript)) ?? otherwise(transcript)
