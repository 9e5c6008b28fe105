import { asArray, asString } from '../../json.ts'
import { parsePythonList } from './python-list.ts'

/** A message's content as a list of blocks: it may be a text, a list, a list that Python printed, or missing. */
export function blocksOf(content: unknown): readonly unknown[] {
  const text = asString(content)
  if (text === undefined) return asArray(content)
  return parsePythonList(text) ?? (text === '' ? [] : [{ type: 'text', text }])
}

/**
 * Texts that an agent's tool writes in the person's place. Its own mark of them (`isMeta` in Claude Code) is not kept here, so
 * that their words must tell.
 */
const toolWritten = [
  /^Base directory for this skill: /,
  /^\[Image: (?:source|original)\b/,
  /^Stop hook feedback:/,
  /^Continue from where you left off\.$/,
  /^System: Please continue\.$/,
  /^<session_context>/,
  /^<environment_context>/,
  /^<user_instructions>/,
  /^# AGENTS\.md instructions/,
]

export const isToolWritten = (text: string): boolean => {
  const own = text.trim()
  return toolWritten.some((pattern) => pattern.test(own))
}

/** What the tool puts in the agent's place where there is no answer: in Claude Code a synthetic message. */
export const isSynthetic = (text: string): boolean =>
  /^(?:No response requested\.$|API Error: )/.test(text.trim())
