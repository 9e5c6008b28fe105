import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

type Given = { env?: NodeJS.ProcessEnv; input?: string | Buffer; cwd?: string }

/**
 * Runs the real command line in a process of its own, on a machine on which nothing is but what is given: no agent, no
 * memory of what was sent, nothing of Fieldwork in its environment.
 */
export async function fieldwork(
  args: readonly string[],
  { env = {}, input, cwd }: Given = {},
): Promise<Ended> {
  await using home = await temporaryFolder()
  const child = startFieldwork(args, { env: { HOME: home.path, ...env }, cwd })
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, stdout, stderr }
}

/** `fieldwork` that runs on: its home is given. */
export function startFieldwork(args: readonly string[], { env, cwd }: Pick<Given, 'env' | 'cwd'>) {
  const inherited = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, NODE_DISABLE_COMPILE_CACHE: '1' }
  return spawn(process.execPath, [main, ...args], { env: { ...inherited, ...env }, cwd })
}

/** A folder that is gone when the test is. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'fieldwork-cli-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
