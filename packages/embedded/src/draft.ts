import { chmod, chown, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { FieldworkError } from '@fieldwork/errors'
import { ensureFallbackFolder } from './fallback-folder.ts'
import { passes, type ServerUser } from './server-user.ts'

export type DraftPlace = {
  readonly folder: string
  readonly user: ServerUser | undefined
  readonly fallbackFolder: string
}

/** An empty folder that belongs to the server's user, which becomes `data` of the folder it is in once it is whole. */
export type Draft = {
  readonly home: string
  readonly data: string
  remove(): Promise<void>
}

/** In the folder itself, or in the fallback folder where the server's user cannot use that one. */
export async function makeDraft({ folder, user, fallbackFolder }: DraftPlace): Promise<Draft> {
  await removeOldDrafts(folder)
  const here = await draftIn(folder, user)
  if (here !== undefined) return { home: folder, data: here, remove: () => remove(here) }

  await ensureFallbackFolder(fallbackFolder)
  const home = await mkdtemp(path.join(fallbackFolder, 'cluster-'))
  // So that data whose folder was deleted can be told.
  await writeFile(path.join(home, 'folder'), `${folder}\n`)
  const elsewhere = await draftIn(home, user)
  if (elsewhere !== undefined) return { home, data: elsewhere, remove: () => remove(home) }
  await remove(home)
  const detail = `User ${user?.uid} can use neither ${folder} nor ${fallbackFolder}.`
  throw new FieldworkError('embedded_postgres_failed', detail)
}

async function draftIn(home: string, user: ServerUser | undefined): Promise<string | undefined> {
  const draft = await mkdtemp(path.join(home, 'data.new-'))
  if (user === undefined) return draft
  const { mode } = await stat(home)
  // Others may pass through the folder, and list nothing of what is in it.
  await chmod(home, mode | 0o011)
  // Where a mount takes no owners, asking tells.
  await chown(draft, user.uid, user.gid).catch(() => undefined)
  if (await passes(user, '-O', [draft])) return draft
  await chmod(home, mode)
  await remove(draft)
  return undefined
}

/** Those of processes that were killed. Each draft has a name of its own, since an initdb may have outlived one of them. */
async function removeOldDrafts(folder: string): Promise<void> {
  const old = (await readdir(folder)).filter((name) => name.startsWith('data.new-'))
  await Promise.all(old.map((name) => remove(path.join(folder, name))))
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
