import type { CanonicalSession } from './canonical-session.ts'
import type { TranscriptFormat } from './detect-format.ts'

/** What a fold has made of a transcript. */
export type Folded = {
  readonly session: CanonicalSession
  /** What was not understood, counted by kind: lines, entry types, members, content blocks. */
  readonly unknown: Readonly<Record<string, number>>
  /** How many lines or elements were entries of the format. None: the transcript is not of it. */
  readonly entries: number
}

/** Reads a transcript line by line (empty lines are left out) and holds its canonical session and no more. */
export type LineFold = {
  line(line: string): void
  /** `name` is the session's where the transcript names none. */
  finish(name: string | undefined): Folded
}

/**
 * Reads one JSON document piece by piece, so that it need not be held whole: the elements of its one long array, and
 * its other top-level members, each in the order of the document. A member may come after the elements.
 */
export type DocumentFold = {
  member(name: string, value: unknown): void
  element(value: unknown): void
  finish(name: string | undefined): Folded
}

export type FoldOptions = {
  /** Whether an entry, by its id, is history that another session counts: it is left out of this one. */
  readonly isElsewhere?: ((entryId: string) => boolean) | undefined
}

/** How one source format is read. */
export type Reader =
  | {
      readonly format: TranscriptFormat
      readonly kind: 'lines'
      readonly createFold: (options?: FoldOptions) => LineFold
      /** Whether one session may be told in several files, whose lines then go through one fold. */
      readonly spansFiles?: boolean
    }
  | {
      readonly format: TranscriptFormat
      readonly kind: 'document'
      /** The top-level member that holds the long array. */
      readonly elements: string
      readonly createFold: () => DocumentFold
    }
