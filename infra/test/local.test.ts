import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { removeEmbeddedPostgres } from '@fieldwork/embedded'
import { eventually } from '@fieldwork/testkit'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'

const start = path.resolve(import.meta.dirname, '../local/start.ts')
const UP_LIMIT_MS = 60_000

type Run = { readonly process: ChildProcess; readonly output: () => string }

/** `npm start` on a state folder of the test's own, as npm runs it. */
function launch(home: string): Run {
  let output = ''
  const child = spawn(process.execPath, [start], {
    env: { ...process.env, FIELDWORK_HOME: home, DATABASE_URL: '', QUEUE_URL: '', PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.on('data', (part: Buffer) => {
    output += part
  })
  child.stderr.on('data', (part: Buffer) => {
    output += part
  })
  return { process: child, output: () => output }
}

const up = (run: Run) => eventually('all is up', () => run.output().includes('Ctrl-C stops'), UP_LIMIT_MS)

/** Whether anything still answers at one of the addresses. */
function leftBehind(addresses: readonly string[]): Promise<boolean> {
  const answers = addresses.map((address) =>
    fetch(`${address}/health/live`).then(
      () => true,
      () => false,
    ),
  )
  return Promise.all(answers).then((all) => all.some((answered) => answered))
}

const addressesOf = (run: Run): string[] => [
  ...new Set([...run.output().matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([address]) => address)),
]
const postmasterPid = (home: string): number => {
  const [pid = ''] = readFileSync(path.join(home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')
  return Number(pid)
}
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the local set-up', { timeout: 240_000 }, () => {
  let home: string
  beforeAll(() => {
    home = mkdtempSync(path.join(tmpdir(), 'fieldwork home '))
    return async () => {
      await removeEmbeddedPostgres(path.join(home, 'postgres'))
      rmSync(home, { recursive: true, force: true })
    }
  })
  const runs: Run[] = []
  const launched = (): Run => {
    const run = launch(home)
    runs.push(run)
    return run
  }
  afterEach(async () => {
    for (const run of runs.splice(0)) run.process.kill('SIGKILL')
  })

  it('takes everything down on Ctrl-C, and says that it already runs when started twice', async () => {
    const first = launched()
    await up(first)
    const addresses = addressesOf(first)
    expect(addresses.length).toBeGreaterThanOrEqual(3)
    const second = launched()
    const [status] = await once(second.process, 'exit')
    expect(status).toBe(1)
    expect(second.output()).toMatch(/already runs from this folder[\s\S]*What to do/)
    const pid = postmasterPid(home)
    first.process.kill('SIGINT')
    expect(await once(first.process, 'exit')).toEqual([0, null])
    expect(await leftBehind(addresses)).toBe(false)
    expect(isAlive(pid)).toBe(false)
  })

  it('leaves nothing behind when it is killed, and finds its data again', async () => {
    const first = launched()
    await up(first)
    const addresses = addressesOf(first)
    const pid = postmasterPid(home)
    const key = readFileSync(path.join(home, 'default.key'), 'utf8').trim()
    first.process.kill('SIGKILL')
    await eventually('the services are gone', async () => !(await leftBehind(addresses)), 30_000)
    await eventually('Postgres is gone', () => !isAlive(pid), 30_000)

    const second = launched()
    await up(second)
    const [api = ''] = addressesOf(second)
    const answer = await fetch(`${api}/v1/aggregates?cohort=overall`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(answer.status).toBe(200)
    second.process.kill('SIGTERM')
    expect(await once(second.process, 'exit')).toEqual([0, null])
  })
})
