import { constants } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { FieldworkError } from '@fieldwork/errors'
import { STDIN } from './find-transcripts.ts'

const unzip = promisify(gunzip)

/**
 * The text of a file or of standard input; decompressed where its content, not its name, is gzip. Throws
 * `transcript_unreadable` where it cannot be opened, is damaged, or is longer than a text may be (about 512 MB).
 */
export async function readText(path: string): Promise<string> {
  try {
    const bytes = path === STDIN ? await buffer(process.stdin) : await readFile(path)
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    const plain = isGzip ? await unzip(bytes, { maxOutputLength: constants.MAX_STRING_LENGTH }) : bytes
    return plain.toString('utf8')
  } catch (error) {
    throw new FieldworkError('transcript_unreadable', reasonOf(error), { cause: error })
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'the file may not be read',
  EPERM: 'the file may not be read',
  ENOENT: 'the file is gone',
  EISDIR: 'it is a folder',
  Z_BUF_ERROR: 'the gzip data ends early',
  Z_DATA_ERROR: 'the gzip data is damaged',
  ERR_BUFFER_TOO_LARGE: 'the file is too large to be read at once',
  ERR_FS_FILE_TOO_LARGE: 'the file is too large to be read at once',
  ERR_STRING_TOO_LONG: 'the file is too large to be read at once',
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
  return reasons[code] ?? code
}
