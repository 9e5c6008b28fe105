/**
 * What becomes of work that met the error: `transient` is retried by the queue's policy, `permanent` is
 * dead-lettered with its reason, `parks` stops the whole run until somebody resumes it, `request` is answered to whoever
 * asked and changes nothing.
 */
export type Fate = 'transient' | 'permanent' | 'parks' | 'request'

export type CatalogueEntry = {
  /** HTTP status where the error is answered over HTTP or is a line's reason. */
  readonly status: number
  readonly fate: Fate
  /** What happened, in a few words. */
  readonly title: string
  /** Why it happens. */
  readonly cause: string
  /** What to do about it. */
  readonly remedy: string
}

export const define = <T extends Record<string, CatalogueEntry>>(entries: T): T => entries
