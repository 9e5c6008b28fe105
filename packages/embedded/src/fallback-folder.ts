import { chmod, mkdir, stat } from 'node:fs/promises'
import { FieldworkError } from '@fieldwork/errors'

/** Makes the folder where it is absent. It holds programs and data, so no other user may be able to write to it. */
export async function ensureFallbackFolder(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) !== undefined) await chmod(folder, 0o755)
  const { uid, mode } = await stat(folder)
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return
  throw new FieldworkError('embedded_postgres_failed', `${folder} can be written to by other users.`)
}
