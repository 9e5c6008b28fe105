import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { commandLine } from '../src/command-line.ts'
import { removeEmbeddedPostgres } from '../src/index.ts'
import { runAs, serverUser } from '../src/server-user.ts'
import { ask, makeFolder, started } from './folders.ts'
import { launch, noProcessNames, processesNaming, until } from './processes.ts'

describe('when its process ends, an embedded Postgres', () => {
  let folder: string
  beforeAll(async () => {
    folder = await makeFolder()
  })
  afterAll(() => removeEmbeddedPostgres(folder))

  /** A server with a row committed and one not, and its process number. */
  const running = async (value: number) => {
    const launched = launch({ folder, database: 'fieldwork' })
    const [, url] = await launched.first
    await ask(String(url), `CREATE TABLE IF NOT EXISTS kept (value int)`)
    await ask(String(url), `INSERT INTO kept VALUES (${value})`)
    await ask(String(url), `BEGIN; INSERT INTO kept VALUES (-1)`)
    const file = path.join(folder, 'data', 'postmaster.pid')
    const text = await readFile(file, 'utf8')
    return { launched, url: String(url), file, text, server: Number.parseInt(text, 10) }
  }

  it('whose process was killed ends by itself, and the next start finds what was committed', async () => {
    const { launched, server } = await running(1)
    launched.kill('SIGKILL')
    await noProcessNames(folder)
    expect(await commandLine(server)).toBe('')
    const next = await started({ folder, database: 'fieldwork' })
    expect(await ask(next.url, 'SELECT * FROM kept')).toEqual([{ value: 1 }])
  })

  it('whose process was killed is ended by the next start where nothing else ends it', async () => {
    const { launched, server, url } = await running(2)
    for (const pid of await processesNaming(folder)) if (pid !== server) process.kill(pid, 'SIGKILL')
    launched.kill('SIGKILL')
    await launched.said
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    const next = await started({ folder, database: 'fieldwork' })
    expect(await commandLine(server)).toBe('')
    expect(await ask(next.url, 'SELECT * FROM kept ORDER BY value')).toEqual([{ value: 1 }, { value: 2 }])
  })

  it('that was killed too is recovered, though another process has its number by now', async () => {
    const { launched, server, file, text } = await running(3)
    process.kill(server, 'SIGKILL')
    launched.kill('SIGKILL')
    await noProcessNames(folder)
    const other = spawn('sleep', ['600'], { ...runAs(await serverUser(folder)), cwd: '/' })
    onTestFinished(() => void other.kill('SIGKILL'))
    await once(other, 'spawn')
    await writeFile(file, text.replace(String(server), String(other.pid)))
    const next = await started({ folder, database: 'fieldwork' })
    expect(other.exitCode ?? other.signalCode).toBeNull()
    const kept = await ask(next.url, 'SELECT * FROM kept ORDER BY value')
    expect(kept).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }])
  })

  it('that it was in the middle of starting, does not stay either', async () => {
    const launched = launch({ folder, database: 'fieldwork' })
    await until(async () => (await processesNaming(folder)).length > 0)
    launched.kill('SIGKILL')
    await noProcessNames(folder)
    await started({ folder, database: 'fieldwork' })
  })

  it('is not torn away from its clients by the Ctrl-C that ends them', async () => {
    const launched = launch({ folder, database: 'fieldwork' })
    await launched.first
    launched.kill('SIGINT')
    expect((await launched.said).slice(1)).toEqual([['last answer', 42], ['stopped']])
    await noProcessNames(folder)
  })

  it('keeps no process from ending that has nothing more to do, and ends with it', async () => {
    const launched = launch({ folder, database: 'fieldwork' }, { leave: true })
    expect(await launched.said).toEqual([['started', expect.any(String)]])
    await noProcessNames(folder)
  })
})
