import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What PostgreSQL writes to postmaster.pid (pidfile.h): the process on line 1, its state on line 8. */
export type PostmasterFile = { readonly pid: number; readonly ready: boolean }

export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  return Number.isSafeInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined
}

export async function readPostmasterFile(data: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  return parsePostmasterFile(text)
}

/**
 * Names this process in the file of a server that is gone, whose number another process may have by now. PostgreSQL takes
 * a file that names its own parent for a leftover (CreateLockFile), and still looks for processes of the server that
 * outlived it.
 */
export async function disownPostmasterFile(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid')
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n')
  await writeFile(file, [process.pid, ...rest].join('\n'))
}
