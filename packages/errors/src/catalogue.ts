import { annotatorErrors } from './catalogue/annotator-errors.ts'
import { commandErrors } from './catalogue/command-errors.ts'
import { lineErrors } from './catalogue/line-errors.ts'
import { processErrors } from './catalogue/process-errors.ts'
import { requestErrors } from './catalogue/request-errors.ts'
import { storeErrors } from './catalogue/store-errors.ts'

export type { CatalogueEntry, Fate } from './catalogue/entry.ts'

/** Every error Fieldwork answers, records or logs. docs/errors.md is generated from it. */
export const catalogue = {
  ...lineErrors,
  ...requestErrors,
  ...storeErrors,
  ...annotatorErrors,
  ...processErrors,
  ...commandErrors,
}

export type ErrorCode = keyof typeof catalogue
