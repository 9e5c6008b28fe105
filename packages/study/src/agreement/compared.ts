import type { CategoryAgreement, OrdinalAgreement } from './category-agreement.ts'
import type { ShareAgreement, ValueAgreement, ValueBand } from './number-agreement.ts'

/** In how many of the compared sessions the one rater and the other have something. */
export type OfEach = { first: number; second: number }

/**
 * What every measure tells. `sessions` and `people` are those that both raters answered for; with fewer than the
 * thresholds it is suppressed, and has no figure. `missing` counts where a rater did not answer, or where the measure does
 * not follow from its answers; `unscorable`, mostly among them, where it was asked and gave no usable answer.
 */
export type Compared = {
  id: string
  suppressed: boolean
  sessions: number | null
  people: number | null
  missing: OfEach
  unscorable: OfEach
}

export type ComparedCategory = Compared & {
  agreement: CategoryAgreement | null
  /** Null where the options have no order, or too few sessions were rated by both. */
  ordinal: OrdinalAgreement | null
  /** Sessions that only the one, only the other, or both called unclear; null where that is no option. */
  unclear: (OfEach & { both: number }) | null
}
export type ComparedShare = Compared & { agreement: ShareAgreement | null }
export type ComparedValue = Compared & {
  agreement: ValueAgreement | null
  /** By the second rater's band. */
  bands: { band: ValueBand['id']; sessions: number | null; agreement: ValueAgreement | null }[]
}

/** Agreement of two raters, measure by measure. */
export type Agreement = {
  sessions: number
  people: number
  categories: ComparedCategory[]
  shares: ComparedShare[]
  taskValue: ComparedValue
}
