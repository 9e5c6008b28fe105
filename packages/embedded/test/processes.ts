import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { commandLine } from '../src/command-line.ts'
import type { EmbeddedPostgresOptions } from '../src/index.ts'
import { runAs, type ServerUser } from '../src/server-user.ts'

export const launcher = path.join(import.meta.dirname, 'launcher-process.ts')

export type Launched = {
  readonly pid: number
  /** What the process said first: started and the address, or failed, a code and a detail. */
  readonly first: Promise<readonly unknown[]>
  /** All it said, once it has ended. */
  readonly said: Promise<readonly (readonly unknown[])[]>
  kill(signal: NodeJS.Signals): void
}

/**
 * A process that starts a server as told, as another user where one is named. It leads a process group of its own, as a
 * terminal would have it, and ends with the test at the latest.
 */
export function launch(
  options: EmbeddedPostgresOptions,
  by: { readonly user?: ServerUser; readonly leave?: boolean } = {},
): Launched {
  const arguments_ = [launcher, JSON.stringify(options), ...(by.leave ? ['leave'] : [])]
  const child = spawn(process.execPath, arguments_, {
    ...runAs(by.user),
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: (readonly unknown[])[] = []
  const output = createInterface(child.stdout)
  output.on('line', (line) => lines.push(JSON.parse(line)))
  const closed = once(output, 'close')
  const first = Promise.race([once(output, 'line'), closed])
  if (child.pid === undefined) throw new Error('the launcher did not start')
  const { pid } = child
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL')
    await closed
  })
  return {
    pid,
    first: first.then(() => lines[0] ?? []),
    said: closed.then(() => lines),
    // As Ctrl-C does: to every process of the group.
    kill: (signal) => process.kill(-pid, signal),
  }
}

/** The processes, other than launchers, whose command line holds a text. */
export async function processesNaming(text: string): Promise<number[]> {
  const named = (await processes()).filter(({ line }) => line.includes(text) && !line.includes(launcher))
  return named.map(({ pid }) => pid)
}

/** Waits until there is none; the watcher of a server that has ended is a moment behind it. */
export function noProcessNames(text: string): Promise<void> {
  return until(async () => (await processesNaming(text)).length === 0)
}

async function processes(): Promise<{ readonly pid: number; readonly line: string }[]> {
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
    return Promise.all(pids.map(async (pid) => ({ pid, line: await commandLine(pid) })))
  }
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command='])
  return stdout.split('\n').map((line) => ({ pid: Number.parseInt(line, 10), line }))
}

/** Waits until a condition holds, at most ten seconds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('it did not come to hold')
    await sleep(20)
  }
}
