import { asArray, asObject, asString, type JsonObject } from '../../json.ts'

/** What a user message says. */
export type UserMessage =
  | { readonly kind: 'prompt'; readonly text: string; readonly attachments: number }
  | { readonly kind: 'compaction' }
  /** The person ran a shell command without the agent. */
  | { readonly kind: 'shell' }
  | { readonly kind: 'none' }

/** Stands in the place of a prompt where the person ran a shell command. */
const RUN_BY_PERSON = 'The following tool was executed by the user'

/**
 * Tells a person's prompt from what the tool writes in the person's place. Parts that are `synthetic` (files read for the
 * model, reminders) or `ignored` are none of the person's. A command that starts a sub-agent is the person's prompt.
 */
export function readUserMessage(parts: readonly JsonObject[]): UserMessage {
  const texts: string[] = []
  let attachments = 0
  let mentioned = ''
  for (const part of parts) {
    if (part.type === 'compaction') return { kind: 'compaction' }
    const own = part.synthetic !== true && part.ignored !== true
    const text = asString(part.text) ?? ''
    if (part.type === 'text' && own && text.trim() !== '') texts.push(text.trim())
    else if (part.type === 'file' && own) attachments += 1
    else if (part.type === 'agent') mentioned = `@${asString(part.name) ?? ''}`
    else if (part.type === 'subtask') texts.push(subtaskText(part))
  }
  if (texts.length > 0 || attachments > 0) return { kind: 'prompt', text: texts.join('\n'), attachments }
  if (mentioned !== '') return { kind: 'prompt', text: mentioned, attachments: 0 }
  const byPerson = parts.some((part) => part.synthetic === true && part.text === RUN_BY_PERSON)
  return { kind: byPerson ? 'shell' : 'none' }
}

function subtaskText(part: JsonObject): string {
  const command = asString(part.command)
  const prompt = asString(part.prompt) ?? asString(part.description) ?? ''
  return command === undefined ? prompt.trim() : `/${command}\n${prompt.trim()}`.trim()
}

/** The parts of a message that are objects; of each other one, `stray` is told. */
export function partsOf(message: JsonObject, stray: () => void): JsonObject[] {
  const parts: JsonObject[] = []
  for (const value of asArray(message.parts)) {
    const part = asObject(value)
    if (part === undefined) stray()
    else parts.push(part)
  }
  return parts
}
