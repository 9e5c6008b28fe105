import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { FieldworkError } from '@fieldwork/errors'

export type FolderLock = {
  /** Tells those who find the folder taken where the server answers. */
  announce(port: number): void
  release(): void
}

/** SQLITE_BUSY of https://www.sqlite.org/rescode.html */
const BUSY = 5

/**
 * Takes a folder for this process. What is held is the operating system's lock on a file, taken through SQLite, since
 * Node itself offers none: it ends with the process, however that ends, so no lock is ever stale.
 *
 * Nothing else in this process may open that file: closing it would drop the lock (POSIX).
 *
 * @throws FieldworkError `already_running`, whose detail says who holds it.
 */
export function takeLock(folder: string): FolderLock {
  const file = path.join(folder, 'lock')
  const database = openLock(file)
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    throw new FieldworkError('already_running', `${folder} is in use by ${holder(folder)}.`)
  }
  chmodSync(file, 0o600)
  writeHolder(folder, `process ${process.pid}, which is starting`)
  return {
    announce: (port) =>
      writeHolder(folder, `process ${process.pid}; its Postgres answers on 127.0.0.1:${port}`),
    release() {
      rmSync(holderFile(folder), { force: true })
      database.close()
    },
  }
}

function openLock(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file)
  } catch (cause) {
    const detail = `${file} cannot be opened; it may belong to another user who started Fieldwork here.`
    throw new FieldworkError('embedded_postgres_failed', detail, { cause })
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === BUSY
}

function holderFile(folder: string): string {
  return path.join(folder, 'holder')
}

/** Renamed into place, so that nobody reads half of it and another user's file is no obstacle. */
function writeHolder(folder: string, text: string): void {
  const draft = `${holderFile(folder)}.new`
  rmSync(draft, { force: true })
  writeFileSync(draft, text, { mode: 0o600 })
  renameSync(draft, holderFile(folder))
}

function holder(folder: string): string {
  try {
    return readFileSync(holderFile(folder), 'utf8')
  } catch {
    return 'another process'
  }
}
