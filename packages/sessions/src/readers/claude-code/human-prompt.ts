import { asArray, asObject, asString, type JsonObject } from '../../json.ts'

/** What a `user` entry says beside tool results. Telemetry: "What a human prompt is (Claude Code)". */
export type UserText =
  | { readonly kind: 'prompt'; readonly text: string; readonly attachments: number }
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'compaction'; readonly text: string }
  | { readonly kind: 'none' }

const NONE: UserText = { kind: 'none' }

/** Texts that the tool writes in the person's place: the whole entry is no prompt. */
const wrappers = [
  '<local-command-stdout>',
  '<local-command-stderr>',
  '<local-command-caveat>',
  '<bash-input>',
  '<bash-stdout>',
  '<bash-stderr>',
  '<system-reminder>',
  '<task-notification>',
  '<user-memory-input>',
  '<teammate-message',
  'Caveat: The messages below',
]

/** A wrapper that may stand before the person's own text: it is stripped, the text stays. */
const leadingWrapper = /^\s*<(system[_-]instruction|system-reminder|ide_[a-z_]{1,40})>/

const INTERRUPTED = '[Request interrupted by user'
/** Older versions do not mark the summary of a compaction. */
const CONTINUED = 'This session is being continued from a previous conversation'

export type Content = { readonly texts: readonly string[]; readonly attachments: number }

/** The texts of a message's content and how many images and documents come with them. */
export function contentOf(content: unknown): Content {
  const whole = asString(content)
  if (whole !== undefined) return { texts: [whole], attachments: 0 }
  const texts: string[] = []
  let attachments = 0
  for (const part of asArray(content)) {
    const block = asObject(part)
    const text = block?.type === 'text' ? asString(block.text) : undefined
    if (text !== undefined) texts.push(text)
    if (block?.type === 'image' || block?.type === 'document') attachments += 1
  }
  return { texts, attachments }
}

const isInterruption = (text: string) => text.trimStart().startsWith(INTERRUPTED)

/** How often the person stopped the agent, by the texts of one entry. */
export const interruptionsIn = (texts: readonly string[]): number => texts.filter(isInterruption).length

/** A text without the wrappers that stand before the person's words. */
function strip(text: string): string {
  let rest = text
  for (let match = leadingWrapper.exec(rest); match !== null; match = leadingWrapper.exec(rest)) {
    const close = `</${match[1]}>`
    const end = rest.indexOf(close)
    if (end === -1) break
    rest = rest.slice(end + close.length)
  }
  return rest.trim()
}

/** Whether a message comes from a person, where the tool says from whom: not from another session, nor from the tool itself. */
export function isPersons(origin: unknown): boolean {
  const kind = asString(asObject(origin)?.kind)
  return kind === undefined || kind === 'human' || kind === 'channel'
}

/** Reads a `user` entry without tool results. */
export function readUserText(entry: JsonObject, { texts, attachments }: Content): UserText {
  // A block that only wraps (an editor's note beside the prompt) is nothing of the person's.
  const own = texts
    .filter((text) => !isInterruption(text))
    .map(strip)
    .filter((text) => text !== '')
    .join('\n')
  if (entry.isCompactSummary === true || own.startsWith(CONTINUED)) return { kind: 'compaction', text: own }
  if (entry.isMeta === true || entry.isVisibleInTranscriptOnly === true || !isPersons(entry.origin))
    return NONE
  if (wrappers.some((wrapper) => own.startsWith(wrapper))) return NONE
  if (own.startsWith('<command-')) {
    const command = commandOf(own)
    if (command !== undefined) return { kind: 'command', text: command }
  }
  return own === '' && attachments === 0 ? NONE : { kind: 'prompt', text: own, attachments }
}

/** A slash command as the person typed it. */
function commandOf(own: string): string | undefined {
  const name = between(own, '<command-name>', '</command-name>')
  if (name === undefined) return undefined
  const args = between(own, '<command-args>', '</command-args>') ?? ''
  return `${name.startsWith('/') ? name : `/${name}`} ${args}`.trim()
}

function between(text: string, open: string, close: string): string | undefined {
  const start = text.indexOf(open)
  const end = text.indexOf(close, start)
  return start === -1 || end === -1 ? undefined : text.slice(start + open.length, end).trim()
}
