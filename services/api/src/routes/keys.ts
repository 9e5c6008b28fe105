import { ProblemDetails } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { type Database, generateKey, registerKey, revokeKey, scopes } from '@fieldwork/store'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import type { Authenticate } from '../authentication.ts'

const KeyName = Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9._-]+$' })
const NewKey = Type.Object({ name: KeyName, scopes: Type.Array(Type.Enum([...scopes]), { minItems: 1 }) })

export function keyRoutes(
  app: App,
  { database, authenticate }: { database: Database; authenticate: Authenticate },
): void {
  app.post(
    '/v1/keys',
    {
      schema: {
        summary: 'Make an API key',
        description: 'The key is told once; only its hash is stored.',
        tags: ['keys'],
        security: [{ key: [] }],
        body: NewKey,
        response: {
          201: Type.Intersect([NewKey, Type.Object({ key: Type.String() })]),
          default: ProblemDetails,
        },
      },
    },
    async (request, reply) => {
      const project = await authenticate(request, 'admin')
      const { name, scopes: granted } = request.body
      const key = generateKey()
      await registerKey(database, project.id, { key, name, scopes: granted })
      return reply.status(201).send({ name, scopes: granted, key })
    },
  )

  app.delete(
    '/v1/keys/:name',
    {
      schema: {
        summary: 'Revoke the keys of a name',
        tags: ['keys'],
        security: [{ key: [] }],
        params: Type.Object({ name: KeyName }),
        response: { 204: Type.Null(), default: ProblemDetails },
      },
    },
    async (request, reply) => {
      const project = await authenticate(request, 'admin')
      const revoked = await revokeKey(database, project.id, request.params.name)
      if (revoked === 0)
        throw new FieldworkError('key_unknown', `no valid key is named ${request.params.name}`)
      return reply.status(204).send(null)
    },
  )
}
