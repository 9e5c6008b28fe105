import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { createTestDatabase, queueBackends } from '@fieldwork/testkit/vitest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSystem, type System } from './system.ts'

const repository = path.resolve(import.meta.dirname, '..')
const readme = readFileSync(path.join(repository, 'README.md'), 'utf8')
const fixture = path.join(repository, 'packages/sessions/fixtures/claude-code/patches.jsonl')
const run = promisify(execFile)

const hasCurl = (() => {
  try {
    execFileSync('curl', ['--version'])
    return true
  } catch {
    return false
  }
})()

/** The shell commands of the README's section with that heading. */
function commandsUnder(heading: string): string {
  const section = readme.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? ''
  return /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? ''
}

describe('the README', () => {
  let system: System
  let drop: () => Promise<void>
  const folder = mkdtempSync(path.join(tmpdir(), 'fieldwork-readme-'))

  beforeAll(async () => {
    const database = await createTestDatabase()
    drop = database.drop
    const [postgres] = queueBackends()
    if (postgres === undefined) throw new Error('there is always a Postgres')
    system = await createSystem({ databaseUrl: database.url, queue: postgres.of(database.url) })
    // The API makes the project, whose run the worker then names at its start.
    await system.start('api')
    await system.startAll('worker', 'aggregator')
    copyFileSync(fixture, path.join(folder, 'session.jsonl'))
    mkdirSync(path.join(folder, '.claude/projects/p'), { recursive: true })
    copyFileSync(fixture, path.join(folder, '.claude/projects/p/session.jsonl'))
  })
  afterAll(async () => {
    await system.stop()
    await drop()
    rmSync(folder, { recursive: true })
  })

  const environment = () => ({
    ...process.env,
    PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
    FIELDWORK_URL: system.url,
    FIELDWORK_KEY: system.key,
  })

  /** On which one agent is installed, whatever there is on the one that the test runs on. */
  const aMachineOfItsOwn = {
    HOME: folder,
    CLAUDE_CONFIG_DIR: '',
    CODEX_HOME: '',
    GEMINI_CLI_HOME: '',
    XDG_DATA_HOME: '',
    XDG_STATE_HOME: '',
    COPILOT_HOME: '',
  }

  // Not every machine has curl.
  it.skipIf(!hasCurl)('posts a transcript and asks for a cohort as it says', async () => {
    const commands = commandsUnder('Over HTTP')
    const { stdout } = await run('bash', ['-euc', commands], { cwd: folder, env: environment() })
    const [batch, cohort] = stdout.split(/(?<=\})(?=\{)/).map((json) => JSON.parse(json))
    expect(batch.counts).toEqual({ posted: 1, accepted: 1, duplicate: 0, revised: 0, rejected: 0 })
    expect(cohort).toMatchObject({ cohort: 'work_mode_by_month' })
  })

  it('measures, pushes and reports as it says', async () => {
    const commands = commandsUnder('Your own sessions')
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .filter((line) => line.startsWith('npm run fieldwork'))
      .map((line) => line.replace('session.jsonl', `${folder}/session.jsonl`))
      // Nobody is there to be asked.
      .map((line) => line.replace('push --wait', 'push --wait --yes'))
    expect(commands).toHaveLength(6)
    for (const command of commands) {
      const { stdout } = await run('bash', ['-euc', command], {
        cwd: repository,
        env: { ...environment(), ...aMachineOfItsOwn },
      })
      expect(stdout).not.toBe('')
    }
  })
})
