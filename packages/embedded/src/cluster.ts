import { randomBytes } from 'node:crypto'
import { lstat, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { FieldworkError } from '@fieldwork/errors'
import { type DraftPlace, makeDraft } from './draft.ts'
import { initialise } from './initialise.ts'
import { passes, type ServerUser } from './server-user.ts'

export type Cluster = {
  /** The real folder of the data, which PostgreSQL calls the data directory. */
  readonly data: string
  /** Of its superuser, `postgres`. */
  readonly password: string
  readonly user: ServerUser | undefined
}

export type ClusterOptions = DraftPlace & {
  readonly installation: string
  /** Whether the cluster may be damaged by a loss of power. */
  readonly throwAway: boolean
}

/**
 * Opens the cluster of a folder, made on first use. In the folder are `data`, which is the data or a link to where
 * they are, since the server's user must be able to enter, and `password`, for this user's eyes alone.
 *
 * @throws FieldworkError `embedded_postgres_failed`
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const data = path.join(options.folder, 'data')
  const made = await lstat(data).catch(() => undefined)
  return made === undefined ? makeCluster(options, data) : findCluster(options, data)
}

async function findCluster({ folder, user }: ClusterOptions, link: string): Promise<Cluster> {
  const data = await realpath(link).catch((cause) => {
    throw failed(`The data that ${link} leads to are gone. Remove it to start without them.`, cause)
  })
  const password = await readFile(passwordFile(folder), 'utf8').catch((cause) => {
    throw failed(`The password of the data in ${data} cannot be read.`, cause)
  })
  if (await passes(user, '-x', [data])) return { data, password: password.trim(), user }
  throw failed(
    `${data} may not be entered by user ${user?.uid ?? process.getuid?.()}, who would run the server.`,
  )
}

async function makeCluster(options: ClusterOptions, link: string): Promise<Cluster> {
  const { folder, user, installation, throwAway } = options
  const password = randomBytes(24).toString('base64url')
  await rm(passwordFile(folder), { force: true })
  await writeFile(passwordFile(folder), `${password}\n`, { mode: 0o600 })
  const draft = await makeDraft(options)
  const data = path.join(draft.home, 'data')
  try {
    await initialise({ data: draft.data, password, user, installation, throwAway })
    await rename(draft.data, data)
    if (data !== link) await symlink(data, link)
  } catch (error) {
    await draft.remove()
    throw error
  }
  return { data, password, user }
}

function passwordFile(folder: string): string {
  return path.join(folder, 'password')
}

function failed(detail: string, cause?: unknown): FieldworkError {
  return new FieldworkError('embedded_postgres_failed', detail, { cause })
}
