import { stat } from 'node:fs/promises'

/** Where one transcript is read from. Plain data, so that it can go to another thread. */
export type TranscriptFile =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' }
  /** What can be read only once, by its path. */
  | { readonly kind: 'pipe'; readonly path: string }
  | {
      /** A session in OpenCode's database. */
      readonly kind: 'stored'
      readonly path: string
      readonly session: string
      readonly updatedAt: number
      readonly size: number
    }
  | {
      /** In a git repository: the blobs, one after the other. */
      readonly kind: 'blobs'
      readonly repository: string
      readonly blobs: readonly string[]
      readonly path: string
      /** Names the session where the transcript does not. */
      readonly name: string
      readonly size: number
      /** Milliseconds since 1970; null where nothing says when it was written. */
      readonly writtenAt: number | null
    }

export type Stamp = { readonly size: number; readonly modifiedAt: number | null }

/** Standard input, where it is given as a path. */
export const STDIN = '-'

/** Whether a transcript can be read only once, so that nobody may look through it before it is sent. */
export const isReadOnce = ({ kind }: TranscriptFile): boolean => kind === 'stdin' || kind === 'pipe'

/** What a transcript is called in what is reported. */
export function shownAs(file: TranscriptFile): string {
  if (file.kind === 'stdin') return STDIN
  return file.kind === 'stored' ? `${file.path}:${file.session}` : file.path
}

/** Size and time of the last change, without reading it; null where there is no telling or the file is gone. */
export async function stampOf(file: TranscriptFile): Promise<Stamp | null> {
  if (file.kind === 'stdin' || file.kind === 'pipe') return null
  if (file.kind === 'blobs') return { size: file.size, modifiedAt: file.writtenAt }
  if (file.kind === 'stored') return { size: file.size, modifiedAt: file.updatedAt }
  const stats = await stat(file.path).catch(() => null)
  return stats === null ? null : { size: stats.size, modifiedAt: stats.mtimeMs }
}
