import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/**
 * Whose sessions are pushed, where no one is named: FIELDWORK_PERSON, else the e-mail address that git uses in this
 * repository, else the name of the system's user. Only ever sent, never shown; the service keeps a keyed hash.
 */
export async function defaultPerson(environment: NodeJS.ProcessEnv, folder: string): Promise<string> {
  const named = environment.FIELDWORK_PERSON
  if (named !== undefined && named !== '') return named
  const inRepository = (await git(folder, ['rev-parse', '--is-inside-work-tree'])) === 'true'
  const email = inRepository ? await git(folder, ['config', 'user.email']) : ''
  return email === '' ? userInfo().username : email
}

/** What git prints, or nothing where it is not installed or has no answer. */
async function git(folder: string, args: readonly string[]): Promise<string> {
  return execute('git', ['-C', folder, ...args]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )
}
