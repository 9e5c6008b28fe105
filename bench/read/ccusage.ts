import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { say } from '../environment/progress.ts'

const execute = promisify(execFile)
const MAX_OUTPUT = 64_000_000
/** Installed for the benchmark alone: its binaries for other systems would weigh on every installation of the project. */
const PACKAGE = 'ccusage@20.0.24'

/**
 * ccusage, a native program that reads Claude Code's sessions for their usage alone, installed into `folder`. Gives what runs it
 * over a home of Claude Code; null where it cannot be had here.
 */
export async function installCcusage(folder: string): Promise<((home: string) => Promise<void>) | null> {
  const prefix = path.join(folder, 'ccusage')
  const command = path.join(prefix, 'node_modules', '.bin', 'ccusage')
  try {
    await mkdir(prefix)
    await execute('npm', ['install', '--prefix', prefix, '--no-audit', '--no-fund', PACKAGE])
    await execute(command, ['--version'])
  } catch (error) {
    say(`${PACKAGE} is left out: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
  return async (home) => {
    const env = { ...process.env, CLAUDE_CONFIG_DIR: home }
    await execute(command, ['session', '--offline', '--json'], { env, maxBuffer: MAX_OUTPUT })
  }
}
