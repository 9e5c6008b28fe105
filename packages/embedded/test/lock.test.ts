import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/index.ts'
import { ask, makeFolder, started, temporaryFolder, throwAway } from './folders.ts'
import { launch } from './processes.ts'

describe('two embedded Postgres of one folder', () => {
  let folder: string
  beforeAll(async () => {
    folder = await makeFolder()
  })
  afterAll(() => removeEmbeddedPostgres(folder))

  it('started in one process: the second fails and says where the first answers, which goes on', async () => {
    const first = await started({ folder, ...throwAway })
    await expect(startEmbeddedPostgres({ folder, ...throwAway })).rejects.toMatchObject({
      code: 'already_running',
      detail: expect.stringMatching(`process ${process.pid};.* 127\\.0\\.0\\.1:${first.port}\\b`),
    })
    expect(await ask(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await expect(removeEmbeddedPostgres(folder)).rejects.toMatchObject({ code: 'already_running' })
  })

  it('started by two processes: likewise', async () => {
    const other = launch({ folder, ...throwAway })
    const [, url] = await other.first
    await expect(startEmbeddedPostgres({ folder, ...throwAway })).rejects.toMatchObject({
      code: 'already_running',
      detail: expect.stringMatching(
        `process ${other.pid};.* 127\\.0\\.0\\.1:${new URL(String(url)).port}\\b`,
      ),
    })
    other.kill('SIGINT')
    await other.said
    await started({ folder, ...throwAway })
  })

  it('started at the same moment, on a folder without data: exactly one comes up', async () => {
    const anew = path.join(await temporaryFolder(), 'anew')
    const launched = [1, 2, 3].map(() => launch({ folder: anew, ...throwAway }))
    const outcomes = await Promise.all(launched.map(({ first }) => first))
    const codes = outcomes.map(([outcome, detail]) => (outcome === 'started' ? outcome : detail))
    expect(codes.toSorted()).toEqual(['already_running', 'already_running', 'started'])
    launched[codes.indexOf('started')]?.kill('SIGINT')
    await Promise.all(launched.map(({ said }) => said))
  })

  it('the first killed: its lock is no obstacle', async () => {
    const other = launch({ folder, ...throwAway })
    await other.first
    other.kill('SIGKILL')
    await other.said
    await started({ folder, ...throwAway })
  })
})
