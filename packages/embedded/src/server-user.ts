import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { FieldworkError } from '@fieldwork/errors'

/** The user the server runs as, where that is not the user of this process. */
export type ServerUser = { readonly uid: number; readonly gid: number }

/**
 * PostgreSQL refuses to run as root. Where this process is root, the server runs as the owner of the data there
 * already are, else as `nobody`.
 */
export async function serverUser(folder: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(path.join(folder, 'data')).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return { uid: await idOf('-u', 'nobody'), gid: await idOf('-g', 'nobody') }
}

async function idOf(what: '-u' | '-g', name: string): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [what, name])
  return Number(stdout)
}

/** The user as child_process takes it: signed numbers, such as the -2 that is `nobody` on macOS. */
export function runAs(user: ServerUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid | 0, gid: user.gid | 0 }
}

/**
 * Whether the user passes a test of test(1) on each of the paths: -r readable, -x enterable or executable, -O its own.
 * Asked of the system, as that user, since modes alone do not tell (access lists, mounts that know no owners).
 */
export async function passes(
  user: ServerUser | undefined,
  test: '-r' | '-x' | '-O',
  paths: readonly string[],
): Promise<boolean> {
  const script = `for path; do test ${test} "$path" || exit 1; done`
  try {
    const options = { ...runAs(user), cwd: '/', stdio: 'ignore' } as const
    const [code] = await once(spawn('/bin/sh', ['-c', script, 'test', ...paths], options), 'exit')
    return code === 0
  } catch (cause) {
    const detail = `PostgreSQL refuses to run as root, and no process can be started as user ${user?.uid} here.`
    throw new FieldworkError('embedded_postgres_failed', detail, { cause })
  }
}
