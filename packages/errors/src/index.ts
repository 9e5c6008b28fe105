export { type CatalogueEntry, catalogue, type ErrorCode, type Fate } from './catalogue.ts'
export { FieldworkError, isFieldworkError, type ProblemDetails, problemDetails } from './fieldwork-error.ts'
