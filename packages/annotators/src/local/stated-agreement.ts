import type { StatedAgreement } from '@fieldwork/codebook'
import { localFigures, statedOf } from './local-figures.ts'

/** What the local annotator states of itself: its agreement on sessions that neither its rules nor its models were made on. */
export const statedAgreement: StatedAgreement = {
  date: localFigures.date,
  sessions: localFigures.heldOut.sessions,
  classifiers: statedOf(localFigures.heldOut),
}
