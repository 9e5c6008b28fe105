import { once } from 'node:events'
import { FieldworkError } from '@fieldwork/errors'
import { formatError } from './print-error.ts'
import type { Failed } from './sources/tasks.ts'

/** Tells on standard error why a file tells no session, and what to do. */
export function printFailure(file: string, { code, detail }: Failed['error']): void {
  process.stderr.write(`${formatError(new FieldworkError(code, `${file}: ${detail}`))}\n`)
}

/** A line of JSON on standard output. Waits where its reader is slower. */
export async function printJson(value: object): Promise<void> {
  await print(`${JSON.stringify(value)}\n`)
}

/** A text on standard output. Waits where its reader is slower. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
