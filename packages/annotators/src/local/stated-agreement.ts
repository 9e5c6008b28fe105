import type { StatedAgreement } from '@fieldwork/codebook'
import { localAgreement } from './local-agreement.ts'

/** What the local annotator states of itself: its agreement on sessions that its rules were not made on. */
export const statedAgreement: StatedAgreement = {
  date: localAgreement.date,
  sessions: localAgreement.heldOut.sessions,
  classifiers: localAgreement.heldOut.classifiers,
}
