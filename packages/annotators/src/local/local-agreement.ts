import agreement from './agreement.json' with { type: 'json' }
import type { LocalAgreement } from './measure-agreement.ts'

/**
 * Measured agreement of the local annotator with reference labels of real sessions (`measure-agreement.ts`). Its rules
 * were made on part of them: `heldOut` is what to expect elsewhere.
 */
export const localAgreement: LocalAgreement & { readonly date: string; readonly annotator: string } =
  agreement
