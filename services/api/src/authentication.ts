import { FieldworkError } from '@fieldwork/errors'
import { type Database, findKey, type Project, type Scope } from '@fieldwork/store'
import type { FastifyRequest } from 'fastify'

/** Gives the project of the request's key, or throws `key_missing`, `key_invalid` or `scope_missing`. */
export type Authenticate = (request: FastifyRequest, scope: Scope) => Promise<Project>

/** Checks `Authorization: Bearer KEY` (RFC 6750) against the hashed keys of the store. */
export function createAuthenticate(database: Database): Authenticate {
  return async (request, scope) => {
    const header = request.headers.authorization
    const key = header?.match(/^Bearer +(\S+)$/i)?.[1]
    if (key === undefined)
      throw new FieldworkError('key_missing', 'the request has no `Authorization: Bearer` header')
    const found = await findKey(database, key)
    if (found === null) throw new FieldworkError('key_invalid', 'no valid key matches')
    if (!found.scopes.includes(scope))
      throw new FieldworkError('scope_missing', `the key has no scope \`${scope}\``)
    return found.project
  }
}
