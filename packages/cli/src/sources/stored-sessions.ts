import { openCodeSessions } from '@fieldwork/sessions'
import type { TranscriptFile } from './transcript-file.ts'

/** The sessions in a database of OpenCode; what is none, or no database, stays what it is. */
export function sessionsIn(file: TranscriptFile): readonly TranscriptFile[] {
  if (file.kind !== 'file' || !file.path.endsWith('.db')) return [file]
  const { path } = file
  try {
    return Array.from(openCodeSessions(path), ({ id, updatedAt, size }) => ({
      kind: 'stored',
      path,
      session: id,
      updatedAt,
      size,
    }))
  } catch {
    return [file] // what is wrong with it is told when it is read
  }
}
