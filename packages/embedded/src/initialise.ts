import { execFile } from 'node:child_process'
import { chown, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { FieldworkError } from '@fieldwork/errors'
import { serverEnvironment } from './server-settings.ts'
import { runAs, type ServerUser } from './server-user.ts'

/**
 * Makes a cluster in an empty folder of the server's user, with initdb(1).
 *
 * @throws FieldworkError `embedded_postgres_failed` with what initdb said.
 */
export async function initialise(options: {
  readonly data: string
  readonly password: string
  readonly user: ServerUser | undefined
  readonly installation: string
  readonly throwAway: boolean
}): Promise<void> {
  const { data, password, user, installation, throwAway } = options
  const passwordFile = `${data}.password`
  const initdb = [
    ['--pgdata', data],
    ['--username', 'postgres'],
    ['--pwfile', passwordFile],
    ['--auth', 'scram-sha-256'],
    ['--encoding', 'UTF8'],
    // The same order and case of letters on every machine.
    ['--locale', 'C'],
    ['--locale-provider', 'builtin'],
    ['--builtin-locale', 'C.UTF-8'],
    throwAway ? ['--no-sync'] : [],
  ]
  try {
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (user) await chown(passwordFile, user.uid, user.gid)
    const spawning = { ...runAs(user), cwd: data, env: serverEnvironment }
    await promisify(execFile)(path.join(installation, 'bin', 'initdb'), initdb.flat(), spawning)
  } catch (cause) {
    throw new FieldworkError('embedded_postgres_failed', `initdb: ${reason(cause)}`, { cause })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('stderr' in error && error.stderr) return String(error.stderr).trim()
  // What the system says of a program whose loader is missing.
  const hint =
    'code' in error && error.code === 'ENOENT' ? ' The binaries need glibc, which Alpine has not.' : ''
  return `${error.message}.${hint}`
}
