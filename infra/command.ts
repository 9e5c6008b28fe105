import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const repository = path.resolve(import.meta.dirname, '..')
const binaries = path.join(repository, 'node_modules/.bin')

/** Runs a program of the installed packages in the repository's folder, its output passed through. Gives its exit code. */
export async function runCommand(program: string, args: readonly string[]): Promise<number> {
  const PATH = [path.dirname(process.execPath), binaries, process.env.PATH].join(path.delimiter)
  const child = spawn(path.join(binaries, program), args, {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, PATH },
  })
  const [code] = await once(child, 'exit')
  return typeof code === 'number' ? code : 1
}
