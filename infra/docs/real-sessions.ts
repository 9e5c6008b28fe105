import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isFieldworkError } from '@fieldwork/errors'
import { detectFormat, HEAD_CHARACTERS, measure, readTranscriptText } from '@fieldwork/sessions'

const folder = path.resolve(import.meta.dirname, '../../../shared/sessions')
const SHOWN_KINDS = 12

type Tally = {
  files: number
  read: number
  turns: number
  actions: number
  readonly rejected: Map<string, number>
  readonly unknown: Map<string, number>
}

/** What became of every real session, by format; null where they are not there. `held` is the document as it stands. */
export function renderRealSessions(held: string | null, today: string): string | null {
  if (!existsSync(folder)) return null
  const table = tableOf(tallies())
  const date = held?.includes(table) === true ? (/^Read on (\S+)\.$/m.exec(held)?.[1] ?? today) : today
  return `# Real sessions, read

What the readers make of 278 real sessions of 17 public repositories, by format. They are not part of the repository; \`npm run docs\`
makes this page anew where they lie beside it. Unknown kinds are entry types, members and content blocks that a reader counts and
does not understand.

Read on ${date}.

${table}`
}

function tallies(): Map<string, Tally> {
  const byFormat = new Map<string, Tally>()
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.gz'),
  )
  for (const file of files.sort()) {
    const text = gunzipSync(readFileSync(path.join(folder, file))).toString('utf8')
    const format = detectFormat(text.slice(0, HEAD_CHARACTERS)) ?? 'not recognised'
    const empty = { files: 0, read: 0, turns: 0, actions: 0, rejected: new Map(), unknown: new Map() }
    const tally: Tally = byFormat.get(format) ?? empty
    byFormat.set(format, tally)
    tallyOne(tally, text)
  }
  return byFormat
}

function tallyOne(tally: Tally, text: string): void {
  tally.files += 1
  try {
    const { session, unknown } = readTranscriptText(text)
    const { turns, actions } = measure(session)
    tally.read += 1
    tally.turns += turns
    tally.actions += actions
    for (const [kind, count] of Object.entries(unknown)) add(tally.unknown, kind, count)
  } catch (error) {
    if (!isFieldworkError(error)) throw error
    add(tally.rejected, error.code, 1)
  }
}

const add = (counts: Map<string, number>, key: string, count: number) =>
  counts.set(key, (counts.get(key) ?? 0) + count)

function tableOf(byFormat: ReadonlyMap<string, Tally>): string {
  const rows = [...byFormat]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([format, tally]) => {
      const cells = [
        `\`${format}\``,
        tally.files,
        tally.read,
        listOf(tally.rejected),
        tally.turns,
        tally.actions,
        listOf(tally.unknown),
      ]
      return `| ${cells.join(' | ')} |`
    })
  return `| Format | Files | Read | Rejected, by reason | Turns | Actions | Unknown kinds |
| --- | ---: | ---: | --- | ---: | ---: | --- |
${rows.join('\n')}
`
}

/** The most frequent first. */
function listOf(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const shown = sorted.slice(0, SHOWN_KINDS).map(([kind, count]) => `\`${kind}\` ${count}`)
  const more = sorted.length - shown.length
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ') || '–'
}
