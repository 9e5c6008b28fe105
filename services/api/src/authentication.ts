import { FieldworkError } from '@fieldwork/errors'
import { type Database, findKey, type Project, type Scope } from '@fieldwork/store'
import type { FastifyRequest } from 'fastify'

/**
 * The hook that lets a request through whose key has the scope, before anything of its body is read. Throws
 * `key_missing`, `key_invalid` or `scope_missing`.
 */
export type Authenticate = (scope: Scope) => (request: Carrier) => Promise<void>

type Carrier = Pick<FastifyRequest, 'headers' | 'setDecorator'>

/** The name under which a request carries its project, which the app declares. */
export const PROJECT = 'project'

/** Checks `Authorization: Bearer KEY` (RFC 6750) against the hashed keys of the store. */
export function createAuthenticate(database: Database): Authenticate {
  return (scope) => async (request) => {
    const key = request.headers.authorization?.match(/^Bearer +(\S+)$/i)?.[1]
    if (key === undefined)
      throw new FieldworkError('key_missing', 'the request has no `Authorization: Bearer` header')
    const found = await findKey(database, key)
    if (found === null) throw new FieldworkError('key_invalid', 'no valid key matches')
    if (!found.scopes.includes(scope))
      throw new FieldworkError('scope_missing', `the key has no scope \`${scope}\``)
    request.setDecorator<Project>(PROJECT, found.project)
  }
}

/** The project whose key came with the request; its route has authenticated it. */
export const projectOf = (request: Pick<FastifyRequest, 'getDecorator'>): Project =>
  request.getDecorator<Project>(PROJECT)
