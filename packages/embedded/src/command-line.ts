import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Program and arguments of a process, joined by spaces. Empty where it has ended, also where nobody has collected it yet. */
export async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const arguments_ = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return arguments_.replaceAll('\0', ' ')
  }
  const ps = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(
    () => undefined,
  )
  return ps?.stdout ?? ''
}
