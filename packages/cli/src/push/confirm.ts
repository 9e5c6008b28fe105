import { createInterface } from 'node:readline/promises'
import { FieldworkError } from '@fieldwork/errors'
import { formatBytes } from '../format-bytes.ts'
import type { InstalledAgent } from '../installed-agents.ts'
import { stampOf } from '../sources/transcript-file.ts'
import { formatTable } from '../tables.ts'

/** What was found of each agent: how many files, how large, and from when. */
export async function formatFound(agents: readonly InstalledAgent[]): Promise<string> {
  const rows: string[][] = []
  for (const { agent, files } of agents) {
    const stamps = await Promise.all(files.map((path) => stampOf({ kind: 'file', path })))
    const times = stamps.flatMap((stamp) => stamp?.modifiedAt ?? []).sort((a, b) => a - b)
    const bytes = stamps.reduce((sum, stamp) => sum + (stamp?.size ?? 0), 0)
    rows.push([agent, String(files.length), formatBytes(bytes), day(times[0]), day(times.at(-1))])
  }
  return formatTable(['Agent', 'Files', 'Size', 'Oldest', 'Newest'], rows)
}

const day = (time: number | undefined) =>
  time === undefined ? '–' : new Date(time).toISOString().slice(0, 10)

type Terminal = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream
}

/** Asks whether to send what was found; anything but yes is no. Throws `usage` where there is nobody to ask. */
export async function confirmSending(url: string, { input, output }: Terminal): Promise<boolean> {
  if (input.isTTY !== true) {
    const detail =
      'standard input is no terminal, so nobody can be asked: give --yes, or name files or folders'
    throw new FieldworkError('usage', detail)
  }
  const reader = createInterface({ input, output })
  try {
    // Ends with the input too, which is no yes.
    const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')))
    const answer = await Promise.race([reader.question(`Send them to ${url}, redacted? [y/N] `), closed])
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    reader.close()
  }
}
