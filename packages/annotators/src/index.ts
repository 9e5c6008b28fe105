export type { Annotation, Annotator, Label, Provenance, SessionToAnnotate } from './annotator.ts'
