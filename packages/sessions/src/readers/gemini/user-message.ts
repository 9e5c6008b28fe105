import { asArray, asObject, asString, type JsonObject } from '../../json.ts'

/** What a `user` message says. */
export type UserMessage =
  | { readonly kind: 'prompt'; readonly text: string; readonly attachments: number }
  | { readonly kind: 'compaction'; readonly text: string }
  | { readonly kind: 'none' }

const NONE: UserMessage = { kind: 'none' }

/** Beginnings of texts that the tool puts in the person's place. */
const toolTexts = [
  '<session_context>',
  'This is the Gemini CLI. We are setting up the context',
  "Here is the user's editor context",
  "Here is a summary of changes in the user's editor context",
  'System: Please continue.',
  'I ran the following shell command:\n',
]

/** Begins a history that was compressed. */
const SNAPSHOT = '<state_snapshot>'

/** After it come the contents of the files that a prompt names. */
const REFERENCED = '--- Content from referenced files ---'

/**
 * Tells a person's prompt from what the tool says in the person's place. `displayContent` is what was typed; `content`
 * what the model was given for it: the expansion of a command, the contents of files, or the results of tools.
 */
export function readUserMessage(message: JsonObject): UserMessage {
  const typed = partsOf(message.displayContent)
  const { texts, attachments } = typed.texts.length > 0 ? typed : partsOf(message.content)
  const text = withoutFiles(texts).trim()
  if (text.startsWith(SNAPSHOT)) return { kind: 'compaction', text }
  if (toolTexts.some((begin) => text.startsWith(begin))) return NONE
  return text === '' && attachments === 0 ? NONE : { kind: 'prompt', text, attachments }
}

function withoutFiles(texts: readonly string[]): string {
  const from = texts.findIndex((text) => text.trim().startsWith(REFERENCED))
  return (from === -1 ? texts : texts.slice(0, from)).join('')
}

type Parts = { readonly texts: readonly string[]; readonly attachments: number }

/** The texts of what the API calls parts: a text, a part, or a list of both. Thoughts are left out. */
export function partsOf(content: unknown): Parts {
  const texts: string[] = []
  let attachments = 0
  for (const part of Array.isArray(content) ? asArray(content) : [content]) {
    const of = asObject(part)
    const text = asString(part) ?? (of?.thought === true ? undefined : asString(of?.text))
    if (text !== undefined && text !== '') texts.push(text)
    if (of?.inlineData !== undefined || of?.fileData !== undefined) attachments += 1
  }
  return { texts, attachments }
}
