import { FieldworkError } from '@fieldwork/errors'
import { type Database, generateKey, listKeys, registerKey, revokeKey, scopes } from '@fieldwork/store'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import { type Authenticate, projectOf } from '../authentication.ts'
import { problemResponse } from '../problems.ts'

const KeyName = Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9._-]+$' })
const Scopes = Type.Array(Type.Enum([...scopes]), { minItems: 1, uniqueItems: true })
const NewKey = Type.Object({ name: KeyName, scopes: Scopes }, { additionalProperties: false })
const MadeKey = Type.Object(
  { name: KeyName, scopes: Scopes, key: Type.String() },
  { additionalProperties: false },
)
const KeyList = Type.Object(
  {
    keys: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          scopes: Type.Array(Type.String()),
          createdAt: Type.String({ format: 'date-time' }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

export function keyRoutes(
  app: App,
  { database, authenticate }: { database: Database; authenticate: Authenticate },
): void {
  app.get(
    '/v1/keys',
    {
      onRequest: authenticate('admin'),
      schema: {
        summary: 'The valid API keys of the project',
        description: 'Their names and scopes; a key itself is told only once, when it is made.',
        tags: ['keys'],
        security: [{ key: [] }],
        response: { 200: KeyList, default: problemResponse },
      },
    },
    async (request) => {
      const keys = await listKeys(database, projectOf(request).id)
      return {
        keys: keys.map(({ name, scopes: granted, createdAt }) => ({
          name,
          scopes: [...granted],
          createdAt: createdAt.toISOString(),
        })),
      }
    },
  )

  app.post(
    '/v1/keys',
    {
      onRequest: authenticate('admin'),
      schema: {
        summary: 'Make an API key',
        description: 'The key is told once; only its hash is stored.',
        tags: ['keys'],
        security: [{ key: [] }],
        body: NewKey,
        response: { 201: MadeKey, default: problemResponse },
      },
    },
    async (request, reply) => {
      const { name, scopes: granted } = request.body
      const key = generateKey()
      await registerKey(database, projectOf(request).id, { key, name, scopes: granted })
      return reply.status(201).header('cache-control', 'no-store').send({ name, scopes: granted, key })
    },
  )

  app.delete(
    '/v1/keys/:name',
    {
      onRequest: authenticate('admin'),
      schema: {
        summary: 'Revoke the keys of a name',
        tags: ['keys'],
        security: [{ key: [] }],
        params: Type.Object({ name: KeyName }),
        response: { 204: Type.Null(), default: problemResponse },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      const revoked = await revokeKey(database, projectOf(request).id, name)
      if (revoked === 0) throw new FieldworkError('key_unknown', `no valid key is named ${name}`)
      return reply.status(204).send(null)
    },
  )
}
