import { chance, type Random } from '../random.ts'
import type { BareOpening } from '../words/bare-openings.ts'
import type { Writer } from './writer.ts'

/** Shares of prompts that come in another way than typed into an idle tool. */
const SHARES = { queued: 0.06, withImage: 0.02, withOpenFile: 0.04 }

/** The smallest PNG there is: one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const queue = (writer: Writer, operation: string, content?: string): void => {
  const { sessionId } = writer.setting
  writer.loose({ type: 'queue-operation', operation, timestamp: writer.now(), sessionId, content })
}

/** A person's prompt, which opens a turn. */
export function writePrompt(
  random: Random,
  writer: Writer,
  text: string,
  path: string,
  isFirst: boolean,
): void {
  if (!isFirst && chance(random, SHARES.queued)) {
    queue(writer, 'enqueue', text)
    writer.pass(8)
    queue(writer, 'dequeue')
  }
  writer.chained('user', { message: { role: 'user', content: contentOf(random, text, path) } })
  writer.tally.turn()
}

function contentOf(random: Random, text: string, path: string) {
  if (chance(random, SHARES.withImage)) {
    const source = { type: 'base64', media_type: 'image/png', data: PIXEL }
    return [
      { type: 'image', source },
      { type: 'text', text },
    ]
  }
  if (!chance(random, SHARES.withOpenFile)) return text
  return `<ide_opened_file>The user opened the file ${path} in the IDE.</ide_opened_file>\n${text}`
}

/** The opening of somebody who says next to nothing: it counts as a prompt, since the person set it off. */
export function writeBareOpening(writer: Writer, opening: BareOpening): void {
  if (opening.kind === 'plan') {
    const content = `Implement the following plan:\n\n${opening.plan}`
    writer.chained('user', { message: { role: 'user', content }, planContent: opening.plan })
  } else {
    const { name, expanded } = opening
    const content = `<command-message>${name}</command-message>\n<command-name>/${name}</command-name>`
    writer.chained('user', { message: { role: 'user', content } })
    writer.chained('user', {
      message: { role: 'user', content: [{ type: 'text', text: expanded }] },
      isMeta: true,
    })
  }
  writer.tally.turn()
}

/** Something typed while the agent works: handed to it with the next result, and no turn of its own. */
export function writeSteer(random: Random, writer: Writer, text: string): void {
  queue(writer, 'enqueue', text)
  writer.pass(3)
  queue(writer, 'remove')
  if (chance(random, 0.4)) {
    writer.chained('attachment', {
      attachment: { type: 'queued_command', prompt: text, commandMode: 'prompt' },
    })
  }
  writer.tally.steer()
}

/** The person stops the agent. */
export function writeInterruption(writer: Writer, duringCall: boolean): void {
  const text = duringCall ? '[Request interrupted by user for tool use]' : '[Request interrupted by user]'
  writer.chained('user', { message: { role: 'user', content: [{ type: 'text', text }] } })
  writer.tally.interruption()
}

/** The conversation is summed up and goes on: no prompt. */
export function writeCompaction(writer: Writer, summary: string): void {
  const preTokens = writer.compact()
  writer.chained('system', {
    subtype: 'compact_boundary',
    content: 'Conversation compacted',
    isMeta: false,
    level: 'info',
    compactMetadata: { trigger: 'auto', preTokens },
  })
  const content = `This session is being continued from a previous conversation that ran out of context. ${summary}`
  writer.chained('user', {
    message: { role: 'user', content },
    isVisibleInTranscriptOnly: true,
    isCompactSummary: true,
  })
}
