import { createHash, randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from './database.ts'
import { apiKeys, projects } from './schema/projects.ts'

export const scopes = ['ingest', 'read', 'admin'] as const
export type Scope = (typeof scopes)[number]

export type Project = {
  readonly id: number
  readonly name: string
  /** Keys the pseudonyms of the project's people. */
  readonly pseudonymKey: Buffer
}

/** The project of that name, made with a new pseudonym key where there is none. */
export async function ensureProject(database: Database, name: string): Promise<Project> {
  await database.query
    .insert(projects)
    .values({ name, pseudonymKey: randomBytes(32) })
    .onConflictDoNothing()
  const [project] = await database.query
    .select({ id: projects.id, name: projects.name, pseudonymKey: projects.pseudonymKey })
    .from(projects)
    .where(eq(projects.name, name))
  if (project === undefined) throw new Error(`project ${name} vanished while it was made`)
  return project
}

export async function allProjects(database: Database): Promise<readonly Project[]> {
  return database.query
    .select({ id: projects.id, name: projects.name, pseudonymKey: projects.pseudonymKey })
    .from(projects)
}

const keyHash = (key: string) => createHash('sha256').update(key).digest()

/** A new key, told once: only its SHA-256 is stored. It has 256 random bits, so that a plain hash is enough. */
export function generateKey(): string {
  return `fw_${randomBytes(32).toString('base64url')}`
}

/** Registers `key`; where it is registered already, sets its scopes. One that was revoked stays revoked. */
export async function registerKey(
  database: Database,
  projectId: number,
  key: { key: string; name: string; scopes: readonly Scope[] },
): Promise<void> {
  await database.query
    .insert(apiKeys)
    .values({ projectId, name: key.name, hash: keyHash(key.key), scopes: [...key.scopes] })
    .onConflictDoUpdate({ target: apiKeys.hash, set: { scopes: [...key.scopes] } })
}

/** What a key may do and where, or null where it is unknown or revoked. */
export async function findKey(
  database: Database,
  key: string,
): Promise<{ readonly project: Project; readonly scopes: readonly string[] } | null> {
  const [found] = await database.query
    .select({
      id: projects.id,
      name: projects.name,
      pseudonymKey: projects.pseudonymKey,
      scopes: apiKeys.scopes,
    })
    .from(apiKeys)
    .innerJoin(projects, eq(projects.id, apiKeys.projectId))
    .where(and(eq(apiKeys.hash, keyHash(key)), isNull(apiKeys.revokedAt)))
  if (found === undefined) return null
  return {
    project: { id: found.id, name: found.name, pseudonymKey: found.pseudonymKey },
    scopes: found.scopes,
  }
}

/** The valid keys of a project, oldest first, without anything that could be used as one. */
export async function listKeys(
  database: Database,
  projectId: number,
): Promise<
  readonly { readonly name: string; readonly scopes: readonly string[]; readonly createdAt: Date }[]
> {
  return database.query
    .select({ name: apiKeys.name, scopes: apiKeys.scopes, createdAt: apiKeys.createdAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.projectId, projectId), isNull(apiKeys.revokedAt)))
    .orderBy(apiKeys.id)
}

/** Revokes the keys of that name. Returns how many were valid until now. */
export async function revokeKey(database: Database, projectId: number, name: string): Promise<number> {
  const revoked = await database.query
    .update(apiKeys)
    .set({ revokedAt: new Date() })
    .where(and(eq(apiKeys.projectId, projectId), eq(apiKeys.name, name), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id })
  return revoked.length
}
