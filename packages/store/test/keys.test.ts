import { createHash } from 'node:crypto'
import { pseudonym } from '@fieldwork/sessions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureProject, findKey, generateKey, listKeys, registerKey, revokeKey } from '../src/index.ts'
import { makeProject, openStore, rows, type Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

async function register(name: string, key = generateKey()): Promise<string> {
  await registerKey(store.database, store.project.id, { key, name, scopes: ['ingest', 'read'] })
  return key
}

describe('an API key', () => {
  it('is found with its project and scopes, and no other string is', async () => {
    const key = await register('push')
    expect(await findKey(store.database, key)).toEqual({ project: store.project, scopes: ['ingest', 'read'] })
    for (const wrong of [key.slice(0, -1), `${key} `, key.toUpperCase(), '', generateKey()]) {
      expect(await findKey(store.database, wrong)).toBeNull()
    }
  })

  it('is stored as its hash alone: nowhere in the row, in any spelling', async () => {
    const key = await register('secret')
    const [row] = await rows<{ text: string; hash: Buffer }>(
      store.database,
      `select api_keys::text as text, hash from api_keys where name = 'secret'`,
    )
    expect(row?.hash).toEqual(createHash('sha256').update(key).digest())
    const bytes = Buffer.from(key.slice('fw_'.length), 'base64url')
    for (const spelling of [
      key,
      key.slice('fw_'.length),
      bytes.toString('hex'),
      Buffer.from(key).toString('hex'),
    ]) {
      expect(row?.text).not.toContain(spelling)
    }
  })

  it('that was revoked is not found, and stays revoked when it is registered again', async () => {
    const [key, kept] = [await register('old'), await register('kept')]
    expect(await revokeKey(store.database, store.project.id, 'old')).toBe(1)
    expect(await findKey(store.database, key)).toBeNull()
    expect(await revokeKey(store.database, store.project.id, 'old')).toBe(0)
    await register('old', key)
    expect(await findKey(store.database, key)).toBeNull()
    expect(await findKey(store.database, kept)).not.toBeNull()
  })

  it('can be revoked by its own project only', async () => {
    const key = await register('ours')
    const other = await makeProject(store.database, 'other')
    expect(await revokeKey(store.database, other.project.id, 'ours')).toBe(0)
    expect(await findKey(store.database, key)).not.toBeNull()
  })

  it('registered again takes the new scopes', async () => {
    const key = await register('wider')
    await registerKey(store.database, store.project.id, { key, name: 'wider', scopes: ['admin'] })
    expect((await findKey(store.database, key))?.scopes).toEqual(['admin'])
  })

  it('is listed while it is valid, without its hash', async () => {
    const { project } = await makeProject(store.database, 'listing')
    for (const name of ['one', 'two']) {
      await registerKey(store.database, project.id, { key: generateKey(), name, scopes: ['read'] })
    }
    await revokeKey(store.database, project.id, 'one')
    expect(await listKeys(store.database, project.id)).toEqual([
      { name: 'two', scopes: ['read'], createdAt: expect.any(Date) },
    ])
  })
})

describe('a project', () => {
  it('is the same one however often and by however many it is made', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => ensureProject(store.database, 'raced')))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(made.every(({ pseudonymKey }) => pseudonymKey.equals(made[0]?.pseudonymKey ?? Buffer.of()))).toBe(
      true,
    )
  })

  it('knows a person by another pseudonym than any other project does', async () => {
    const [one, two] = [
      await ensureProject(store.database, 'one'),
      await ensureProject(store.database, 'two'),
    ]
    expect(one.pseudonymKey).toHaveLength(32)
    const [here, there] = [one, two].map(({ pseudonymKey }) => pseudonym(pseudonymKey, 'ada@example.org'))
    expect(here).not.toEqual(there)
    expect(here).toEqual(pseudonym(one.pseudonymKey, ' Ada@example.org'))
  })
})
