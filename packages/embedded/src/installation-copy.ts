import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstat, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { ensureFallbackFolder } from './fallback-folder.ts'
import { linkLibraries } from './installation.ts'
import { passes, type ServerUser } from './server-user.ts'

const run = promisify(execFile)

/**
 * An installation the server's user can run: the one given, or, where that user cannot enter it, a copy of it in the
 * fallback folder, which belongs to root. The copy is made once (0.2 s, 60 MB) and named by its content.
 */
export async function usableInstallation(wanted: {
  readonly source: string
  readonly user: ServerUser | undefined
  readonly fallbackFolder: string
}): Promise<string> {
  const { source, user, fallbackFolder } = wanted
  await linkLibraries(source)
  if (user === undefined || (await runsFor(user, source))) return source

  await ensureFallbackFolder(fallbackFolder)
  const content = createHash('sha256').update(await readFile(path.join(source, 'bin', 'postgres')))
  const copy = path.join(fallbackFolder, `postgres-${content.digest('hex').slice(0, 16)}`)
  if (await lstat(copy).catch(() => undefined)) return copy
  const draft = await mkdtemp(path.join(fallbackFolder, 'draft-'))
  try {
    await run('cp', ['-R', '-P', `${source}/.`, draft])
    await run('chmod', ['-R', 'u=rwX,go=rX', draft])
    await rename(draft, copy)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Another process may have been first.
    if (!(await lstat(copy).catch(() => undefined))) throw error
  }
  return copy
}

async function runsFor(user: ServerUser, installation: string): Promise<boolean> {
  const programs = ['initdb', 'postgres'].map((name) => path.join(installation, 'bin', name))
  const files = [path.join(installation, 'share', 'postgresql', 'postgres.bki')]
  return (await passes(user, '-x', programs)) && (await passes(user, '-r', [...programs, ...files]))
}
