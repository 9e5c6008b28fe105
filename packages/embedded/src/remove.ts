import { readFile, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { endLeftover } from './leftover.ts'
import { takeLock } from './lock.ts'

/**
 * Deletes the folder of an embedded Postgres, and its data also where those are elsewhere, unless the folder is a
 * copy of the one they belong to. A folder that is absent is no error.
 *
 * @throws FieldworkError `already_running` where a process has the folder.
 */
export async function removeEmbeddedPostgres(folder: string): Promise<void> {
  const real = await realpath(folder).catch(() => undefined)
  if (real === undefined) return
  const lock = takeLock(real)
  try {
    const data = await realpath(path.join(real, 'data')).catch(() => undefined)
    if (data !== undefined) await removeData(real, data)
    await rm(real, { recursive: true, force: true })
  } finally {
    lock.release()
  }
}

async function removeData(folder: string, data: string): Promise<void> {
  const home = path.dirname(data)
  const owner = await readFile(path.join(home, 'folder'), 'utf8').catch(() => undefined)
  if (home !== folder && owner?.trimEnd() !== folder) return
  await endLeftover(data)
  await rm(home === folder ? data : home, { recursive: true, force: true })
}
