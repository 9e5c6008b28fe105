import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readlink, stat, symlink } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/index.ts'
import { ask, makeFolder, started, temporaryFolder, throwAway } from './folders.ts'
import { noProcessNames } from './processes.ts'

describe('an embedded Postgres', () => {
  let folder: string
  beforeAll(async () => {
    folder = await makeFolder()
  })
  afterAll(() => removeEmbeddedPostgres(folder))

  it('keeps its data from one start to the next, in a folder with a space in its name', async () => {
    const first = await startEmbeddedPostgres({ folder, ...throwAway })
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS value')
    await first.stop()
    const second = await started({ folder, ...throwAway })
    expect(await ask(second.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }])
  })

  it('is UTF-8, and orders and folds letters alike on every machine', async () => {
    const { url } = await started({ folder, ...throwAway })
    const [row] = await ask(url, `SELECT upper('naïve é') AS upper, 'Z' < 'a' AS by_code_point`)
    expect(row).toEqual({ upper: 'NAÏVE É', by_code_point: true })
  })

  it('makes a database of any name', async () => {
    const { url } = await started({ ...throwAway, folder, database: `it's "quoted" ü` })
    expect(await ask(url, 'SELECT current_database() AS name')).toEqual([{ name: `it's "quoted" ü` }])
  })

  it('takes settings, but none that opens it to the network', async () => {
    const settings = { fsync: 'off', max_connections: 17, listen_addresses: '*' }
    const { url, port } = await started({ ...throwAway, folder, settings })
    expect(await ask(url, 'SHOW max_connections')).toEqual([{ max_connections: '17' }])
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    const others = addresses.map(({ address }) => address).filter((address) => address !== '127.0.0.1')
    for (const host of [...others, '::1']) expect(await answers(host, port)).toBe(false)
    expect(await answers('127.0.0.1', port)).toBe(true)
  })

  it('lets nobody in who does not know the password, which no other user can read', async () => {
    const { url } = await started({ folder, ...throwAway })
    for (const password of ['', 'postgres']) {
      const stranger = new URL(url)
      stranger.password = password
      await expect(ask(stranger.href, 'SELECT 1')).rejects.toThrow(/password/)
    }
    for (const name of ['password', 'postgres.log', 'lock', 'holder']) {
      expect((await stat(path.join(folder, name))).mode & 0o077).toBe(0)
    }
    expect((await stat(path.join(folder, 'data'))).mode & 0o077).toBe(0)
  })

  it('takes another port where the one wanted is taken, and the one wanted where it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const wanted = typeof address === 'object' && address ? address.port : 0
    const beside = await startEmbeddedPostgres({ folder, ...throwAway, port: wanted })
    expect(beside.port).not.toBe(wanted)
    expect(await ask(beside.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await beside.stop()
    await new Promise((resolve) => other.close(resolve))
    const there = await started({ folder, ...throwAway, port: wanted })
    expect(there.port).toBe(wanted)
  })

  it('goes down fast with connections open, once, however often it is told', async () => {
    const { url, port, stop } = await startEmbeddedPostgres({ folder, ...throwAway })
    const client = new Client(url)
    const lost = new Promise((resolve) => client.on('error', resolve))
    await client.connect()
    await client.query('BEGIN; CREATE TABLE never (value int)')
    await Promise.all([stop(), stop()])
    await stop()
    await lost
    expect(await answers('127.0.0.1', port)).toBe(false)
    await noProcessNames(folder)
    expect(await readFile(path.join(folder, 'postgres.log'), 'utf8')).toContain(
      'database system is shut down',
    )
  })

  it('that cannot start says so with the end of its log, leaves no process and lets the folder go', async () => {
    const settings = { fsync: 'off', shared_buffers: 'a lot' }
    await expect(startEmbeddedPostgres({ ...throwAway, folder, settings })).rejects.toMatchObject({
      code: 'embedded_postgres_failed',
      detail: expect.stringContaining('invalid value for parameter "shared_buffers": "a lot"'),
    })
    await noProcessNames(folder)
    await started({ folder, ...throwAway })
  })

  it('that came up but cannot be used is not left running', async () => {
    await expect(startEmbeddedPostgres({ ...throwAway, folder, database: '' })).rejects.toMatchObject({
      code: 'embedded_postgres_failed',
      detail: expect.stringContaining('zero-length delimited identifier'),
    })
    await noProcessNames(folder)
  })
})

describe('the folder of an embedded Postgres', () => {
  it('can be inside folders that are not there yet', async () => {
    const folder = path.join(await temporaryFolder(), 'not', 'there')
    onTestFinished(() => removeEmbeddedPostgres(folder))
    await started({ folder, ...throwAway })
  })

  it('whose data are gone is told so, and nothing is put in their place', async () => {
    const folder = await temporaryFolder()
    await symlink(path.join(folder, 'gone'), path.join(folder, 'data'))
    await expect(startEmbeddedPostgres({ folder, ...throwAway })).rejects.toMatchObject({
      code: 'embedded_postgres_failed',
      detail: expect.stringContaining('are gone'),
    })
    expect(await readlink(path.join(folder, 'data'))).toBe(path.join(folder, 'gone'))
  })

  it('on a disk that is full fails with what the server said, and works once there is room', async ({
    skip,
  }) => {
    const folder = await temporaryFolder()
    const mount = (...options: string[]) => promisify(execFile)('mount', [...options, folder])
    const mounted = await mount('-t', 'tmpfs', '-o', 'size=10m', 'tmpfs').catch(() => undefined)
    skip(mounted === undefined, 'no small disk can be mounted here')
    onTestFinished(async () => void (await promisify(execFile)('umount', [folder])))
    await expect(startEmbeddedPostgres({ folder, ...throwAway })).rejects.toMatchObject({
      code: 'embedded_postgres_failed',
      detail: expect.stringContaining('No space left on device'),
    })
    await noProcessNames(folder)
    await mount('-o', 'remount,size=200m')
    await started({ folder, ...throwAway })
  })

  it('that is no folder fails as everything else', async () => {
    const folder = import.meta.filename
    const failure = { code: 'embedded_postgres_failed' }
    await expect(startEmbeddedPostgres({ folder, ...throwAway })).rejects.toMatchObject(failure)
  })
})

async function answers(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port })
  try {
    // An interface that is down, or behind a filter, may not even refuse.
    await once(socket, 'connect', { signal: AbortSignal.timeout(1_000) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
