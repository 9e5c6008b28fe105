import { topLevelMembers } from './top-level.ts'

/** Formats that are recognised by their content. Only `claude-code-jsonl` and `canonical` are read. */
export const transcriptFormats = [
  'claude-code-jsonl',
  'codex-rollout-jsonl',
  'copilot-events-jsonl',
  'cursor-jsonl',
  'gemini-json',
  'opencode-export-json',
  'swe-together-json',
  'canonical',
] as const
export type TranscriptFormat = (typeof transcriptFormats)[number]

/** How far into a transcript its format is looked for, in UTF-16 units. */
export const HEAD_CHARACTERS = 65_536

type Members = ReadonlyMap<string, string | null>
type Sign = { readonly format: TranscriptFormat; readonly fits: (members: Members) => boolean }

const has = (members: Members, ...names: string[]) => names.every((name) => members.has(name))
const typeOf = (members: Members) => members.get('type') ?? ''

const codexTypes = new Set(['session_meta', 'response_item', 'event_msg', 'turn_context', 'compacted'])

/** In this order. Each sign is a set of members that the format's tool always writes side by side. */
const signs: readonly Sign[] = [
  { format: 'canonical', fits: (of) => of.get('schema')?.startsWith('fieldwork.session/') === true },
  { format: 'codex-rollout-jsonl', fits: (of) => has(of, 'payload') && codexTypes.has(typeOf(of)) },
  {
    format: 'copilot-events-jsonl',
    fits: (of) => has(of, 'data') && /^[a-z]+\.[a-z_]+$/.test(typeOf(of)) && !has(of, 'sessionId'),
  },
  { format: 'opencode-export-json', fits: (of) => of.get('info') === null && !has(of, 'type') },
  { format: 'gemini-json', fits: (of) => has(of, 'sessionId', 'projectHash') },
  {
    format: 'swe-together-json',
    fits: (of) => has(of, 'session_id') && ['messages', 'start_time', 'model'].some((name) => of.has(name)),
  },
  { format: 'cursor-jsonl', fits: (of) => has(of, 'role', 'message') && !has(of, 'type') },
  {
    format: 'claude-code-jsonl',
    fits: (of) =>
      /^[a-z][a-z-]*$/.test(typeOf(of)) &&
      ['sessionId', 'parentUuid', 'leafUuid', 'messageId', 'isSidechain'].some((name) => of.has(name)),
  },
]

/** Objects that are looked at: a transcript that begins with more than these of no known kind is none. */
const MAX_OBJECTS = 64

/**
 * The format of a transcript by its first characters (up to HEAD_CHARACTERS are looked at), or null. A file's name is not
 * asked. The first line, or the document itself, whose members fit a format decides: what a transcript quotes never
 * stands at its top level.
 */
export function detectFormat(head: string): TranscriptFormat | null {
  const text = head.slice(0, HEAD_CHARACTERS)
  let position = startOf(text)
  for (let objects = 0; objects < MAX_OBJECTS && position < text.length; objects += 1) {
    if (text[position] === '{') {
      const { members, end, closed } = topLevelMembers(text, position)
      const sign = signs.find(({ fits }) => fits(members))
      if (sign !== undefined) return sign.format
      if (closed) position = end
    }
    // Only what begins a line: an object further in belongs to a document that is none of ours.
    position = nextLine(text, position)
  }
  return null
}

function startOf(text: string): number {
  let position = 0
  while (position < text.length && /[\s\uFEFF]/.test(text.charAt(position))) position += 1
  return position
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from)
  return newline === -1 ? text.length : newline + 1
}
