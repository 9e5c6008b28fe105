import { chmod, chown, cp, lstat, mkdir, readdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/index.ts'
import { findInstallation } from '../src/installation.ts'
import { passes, serverUser } from '../src/server-user.ts'
import { ask, makeFolder, started, temporaryFolder, throwAway } from './folders.ts'
import { installedAnew } from './installed-anew.ts'
import { launch, launcher } from './processes.ts'

const root = process.getuid?.() === 0
const NOT_ROOT = 'the tests do not run as root: every other test starts a server as the user they run as'

describe('as root, an embedded Postgres', () => {
  it('runs under another user, with its data in the folder', async ({ skip }) => {
    skip(!root, NOT_ROOT)
    const folder = await temporaryFolder()
    await started({ folder, ...throwAway })
    const data = await lstat(path.join(folder, 'data'))
    expect(data.isDirectory()).toBe(true)
    expect(data.uid).not.toBe(0)
    expect((await stat(path.join(folder, 'data', 'postmaster.pid'))).uid).toBe(data.uid)
  })

  it('runs under the user who started it on the same data before, who can start it again', async ({
    skip,
  }) => {
    skip(!root, NOT_ROOT)
    const folder = await temporaryFolder()
    const owner = await serverUser(folder)
    const readable = await passes(owner, '-r', [launcher, process.execPath, findInstallation()])
    skip(!readable, 'no other user can enter the folders of the tests and of Node')
    await chown(folder, owner?.uid ?? 0, owner?.gid ?? 0)
    for (const user of [owner, undefined, owner]) {
      const launched = launch({ folder, ...throwAway }, { user })
      const [outcome, url] = await launched.first
      expect(outcome).toBe('started')
      await ask(String(url), 'CREATE TABLE IF NOT EXISTS kept AS SELECT 7 AS value')
      expect(await ask(String(url), 'SELECT value FROM kept')).toEqual([{ value: 7 }])
      launched.kill('SIGINT')
      expect((await launched.said).at(-1)).toEqual(['stopped'])
    }
  })
})

describe('as root, in a folder only its owner can enter, an embedded Postgres', () => {
  /** A folder below one that only root can enter, with the binaries beside it, and a place others can enter. */
  const closed = async () => {
    const parent = await temporaryFolder()
    await chmod(parent, 0o700)
    const fallbackFolder = await makeFolder()
    onTestFinished(() => rm(fallbackFolder, { recursive: true }))
    const folder = path.join(parent, '.fieldwork')
    await mkdir(folder)
    onTestFinished(() => removeEmbeddedPostgres(folder))
    return {
      ...throwAway,
      folder,
      fallbackFolder,
      installation: await installedAnew(path.join(parent, 'package')),
    }
  }

  it('runs elsewhere, says where, finds its data there again, and leaves nothing when removed', async ({
    skip,
  }) => {
    skip(!root, NOT_ROOT)
    const options = await closed()
    const { folder, fallbackFolder } = options
    const first = await startEmbeddedPostgres(options)
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS value')
    const twin = `${folder} copied`
    await cp(folder, twin, { recursive: true, verbatimSymlinks: true })
    await expect(startEmbeddedPostgres({ ...options, folder: twin })).rejects.toMatchObject({
      code: 'already_running',
    })
    await first.stop()
    await removeEmbeddedPostgres(twin)
    const data = await realpath(path.join(folder, 'data'))
    expect(path.dirname(path.dirname(data))).toBe(fallbackFolder)
    expect(await readFile(path.join(data, '..', 'folder'), 'utf8')).toBe(`${folder}\n`)
    const copies = (await readdir(fallbackFolder)).filter((name) => name.startsWith('postgres-'))
    const copy = await stat(path.join(fallbackFolder, String(copies[0])))

    const second = await startEmbeddedPostgres(options)
    expect(await ask(second.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }])
    await second.stop()
    expect(await readdir(fallbackFolder)).toHaveLength(2)
    expect((await stat(path.join(fallbackFolder, String(copies[0])))).ino).toBe(copy.ino)

    await removeEmbeddedPostgres(folder)
    expect(await readdir(fallbackFolder)).toEqual(copies)
  })
})
