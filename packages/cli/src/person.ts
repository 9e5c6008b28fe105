import { userInfo } from 'node:os'
import { FieldworkError } from '@fieldwork/errors'
import { git } from './git.ts'

/**
 * Whose sessions are pushed, where no one is named: FIELDWORK_PERSON, else the e-mail address that git uses in this
 * repository, else the name of the system's user. Only ever sent, never shown; the service keeps a keyed hash.
 * Throws `usage` where there is no name to be had.
 */
export async function defaultPerson(environment: NodeJS.ProcessEnv, folder: string): Promise<string> {
  const named = environment.FIELDWORK_PERSON
  if (named !== undefined && named !== '') return named
  const inRepository = (await git(folder, ['rev-parse', '--is-inside-work-tree']))?.trim() === 'true'
  const email = inRepository ? await git(folder, ['config', 'user.email']) : undefined
  return email?.trim() || userName()
}

/** Throws `usage` where the system has no name for its user, as in some containers. */
function userName(): string {
  try {
    return userInfo().username
  } catch (error) {
    throw new FieldworkError('usage', 'the user has no name here: give --person', { cause: error })
  }
}
