import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { migrate } from '../src/index.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const database = `migrated_${randomUUID().replaceAll('-', '')}`
const url = new URL(inject('postgresUrl'))
const run = promisify(execFile)

async function query<Row extends pg.QueryResultRow>(at: string, statement: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: at })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

describe('migrations', () => {
  beforeAll(async () => {
    await query(url.href, `create database ${database}`)
  })
  afterAll(async () => {
    await query(url.href, `drop database ${database} with (force)`)
  })

  it('are each applied once, however many processes bring an empty database up to date at once', async () => {
    const at = Object.assign(new URL(url), { pathname: `/${database}` }).href
    const store = JSON.stringify(fileURLToPath(new URL('../src/index.ts', import.meta.url)))
    const script = `import { migrate } from ${store}; await migrate(process.argv[1])`
    const others = [1, 2].map(() => run(process.execPath, ['--input-type=module', '--eval', script, at]))
    await Promise.all([...others, migrate(at), migrate(at), migrate(at)])
    await migrate(at)
    const applied = await query<{ hash: string }>(at, 'select hash from drizzle.__drizzle_migrations')
    const journal = JSON.parse(await readFile(path.join(root, 'migrations/meta/_journal.json'), 'utf8'))
    expect(applied).toHaveLength(journal.entries.length)
    expect(new Set(applied.map(({ hash }) => hash)).size).toBe(applied.length)
  })

  it('make the very tables that the schema describes', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'fieldwork-migrations-'))
    try {
      const config = path.join(folder, 'drizzle.config.json')
      const schema = path.join(root, 'packages/store/src/schema/*.ts')
      await cp(path.join(root, 'migrations'), path.join(folder, 'migrations'), { recursive: true })
      await writeFile(config, JSON.stringify({ dialect: 'postgresql', schema, out: './migrations' }))
      const kit = path.join(root, 'node_modules/drizzle-kit/bin.cjs')
      const { stdout } = await run(process.execPath, [kit, 'generate', '--config', config], { cwd: folder })
      expect(stdout).toContain('No schema changes')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
