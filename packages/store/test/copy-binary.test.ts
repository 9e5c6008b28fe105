import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import type { PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BinaryField, copyRows, int8, jsonb, timestamptz } from '../src/copy-binary.ts'
import { openStore, type Store } from './store.ts'

let store: Store
let client: PoolClient
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  client = await store.database.pool.connect()
  await client.query(
    'create temporary table copied (n bigint, bytes bytea, document jsonb, at timestamptz, word text)',
  )
})
afterEach(async () => {
  await client.query('drop table copied')
  client.release()
})

const target = 'copied (n, bytes, document, at, word)'
const row = (n: number, bytes: Buffer | null = null): readonly BinaryField[] => [
  int8(n),
  bytes,
  null,
  null,
  null,
]
const count = async () => (await client.query<{ n: number }>('select count(*) as n from copied')).rows[0]?.n

describe('copied rows', () => {
  it('come back as they went, whatever bytes, words, numbers and times they hold', async () => {
    const value = fc.record({
      n: fc.maxSafeInteger(),
      bytes: fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))),
      document: fc.option(
        fc.jsonValue({ noUnicodeString: false }).filter((json) => !JSON.stringify(json).includes('\\u')),
      ),
      at: fc.option(
        fc.date({
          min: new Date('0001-01-01T00:00:00Z'),
          max: new Date('9999-12-31T00:00:00Z'),
          noInvalidDate: true,
        }),
      ),
      word: fc.option(fc.string({ unit: 'grapheme' }).filter((word) => !word.includes('\0'))),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 10 }), async (values) => {
        await client.query('truncate copied')
        await copyRows(
          client,
          target,
          values.map(({ n, bytes, document, at, word }) => [
            int8(n),
            bytes,
            document === null ? null : jsonb(JSON.stringify(document)),
            at === null ? null : timestamptz(at),
            word === null ? null : Buffer.from(word),
          ]),
        )
        const held = await client.query('select n, bytes, document::text, at, word from copied')
        const expected = values.map(({ document, ...rest }) => ({
          ...rest,
          // JSON knows no negative zero.
          document: JSON.parse(JSON.stringify(document)),
        }))
        expect(
          held.rows.map(({ document, ...rest }) => ({
            ...rest,
            document: document === null ? null : JSON.parse(document),
          })),
        ).toEqual(expected)
      }),
      { numRuns: 15 },
    )
  })

  it('may be none, and may be many megabytes', async () => {
    await copyRows(client, target, [])
    expect(await count()).toBe(0)
    const bytes = randomBytes(1 << 20)
    await copyRows(
      client,
      target,
      Array.from({ length: 16 }, (_, n) => row(n, bytes)),
    )
    const { rows } = await client.query(
      'select distinct sha256(bytes) = sha256($1) as same, count(*) over () as n from copied group by bytes',
      [bytes],
    )
    expect(rows).toEqual([{ same: true, n: 1 }])
    expect(await count()).toBe(16)
  })

  it.each([
    ['a field of the wrong length', [int8(1).subarray(1), null, null, null, null]],
    ['a field too few', [int8(1)]],
    ['a document that is no JSON', [int8(1), null, jsonb('{'), null, null]],
    ['a word that is no UTF-8', [int8(1), null, null, null, Buffer.of(0xff)]],
  ])('of which one has %s are refused together, and the connection goes on', async (_what, bad) => {
    const rows = [row(1), bad, ...Array.from({ length: 50 }, (_, n) => row(n, randomBytes(100_000)))]
    await expect(copyRows(client, target, rows)).rejects.toMatchObject({ severity: 'ERROR' })
    expect(await count()).toBe(0)
    await copyRows(client, target, [row(2)])
    expect(await count()).toBe(1)
  })

  it('that cannot all be made are none, and the connection goes on', async () => {
    function* rows() {
      yield row(1)
      throw new RangeError('no second row')
    }
    await expect(copyRows(client, target, rows())).rejects.toThrow('no second row')
    expect(await count()).toBe(0)
  })
})
