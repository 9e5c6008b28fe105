import type { SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { type Content, readUserText } from '../claude-code/human-prompt.ts'
import { isToolWritten } from './content.ts'

/**
 * The person's prompts among the messages of role user, by the rules for Claude Code (telemetry: "What a human prompt is"). A slash
 * command counts only if the agent answers it before the next prompt.
 */
export function createPrompts() {
  const unanswered = new Set<SessionEvent>()
  let command: SessionEvent | null = null
  /** A custom command was typed, whose text follows as a message of its own. */
  let expands = false

  function commandSaid(text: string, typed: readonly string[], at: string | null): SessionEvent {
    expands = typed.some((one) => one.trimStart().startsWith('<command-message>'))
    if (command !== null) unanswered.add(command)
    command = { type: 'prompt', at, text: eventText(text) }
    return command
  }

  function promptSaid(text: string, attachments: number, at: string | null): SessionEvent | null {
    if (expands) {
      expands = false
      return null
    }
    if (command !== null) unanswered.add(command)
    command = null
    return { type: 'prompt', at, text: eventText(text), ...(attachments > 0 ? { attachments } : {}) }
  }

  return {
    /** A message without results; the prompt or the compaction that it is, or null. */
    said(said: Content, at: string | null): SessionEvent | null {
      const texts = said.texts.filter((text) => !isToolWritten(text))
      if (texts.length === 0 && said.texts.length > 0) return null
      const read = readUserText({}, { ...said, texts })
      switch (read.kind) {
        case 'none':
          return null
        case 'compaction':
          return { type: 'system', at, text: eventText(read.text) }
        case 'command':
          return commandSaid(read.text, texts, at)
        case 'prompt':
          return promptSaid(read.text, read.attachments, at)
      }
    },
    agentAnswers(): void {
      command = null
      expands = false
    },
    /** Commands that the agent never answered. */
    unanswered: (): ReadonlySet<SessionEvent> =>
      command === null ? unanswered : new Set([...unanswered, command]),
  }
}
