import { pick, type Random } from '../random.ts'
import type { Call } from '../story/calls.ts'
import { failuresOf } from '../words/commands.ts'
import type { Noise } from './noise.ts'
import type { JsonObject, Writer } from './writer.ts'

export type PlacedCall = { readonly call: Call; readonly id: string; readonly fails: boolean }

export const toolUse = ({ call, id }: PlacedCall): JsonObject => ({
  type: 'tool_use',
  id,
  name: call.tool,
  input: call.input,
})

/** The result of a call: what it gave, an error, or a refusal of the person. */
export function writeResult(
  random: Random,
  writer: Writer,
  noise: Noise,
  { call, id, fails }: PlacedCall,
  assistant: string,
  refused: boolean,
): void {
  noise.duringCall(call.tool, id)
  if (call.delegated !== null && !fails && !refused) writeSubAgent(writer, call.delegated)
  writer.pass(1 + (call.words % 7))
  const failed = fails || refused
  const content = refused
    ? 'The user did not want this tool to be used.'
    : fails
      ? failureOf(random, call)
      : call.result
  writer.chained('user', {
    message: {
      role: 'user',
      content: [{ tool_use_id: id, type: 'tool_result', content, ...(failed ? { is_error: true } : {}) }],
    },
    toolUseResult: refused ? 'User rejected tool use' : fails ? `Error: ${content}` : call.recorded,
    sourceToolAssistantUUID: assistant,
  })
  writer.takeIn(content.length / 6)
  if (failed) writer.tally.failed()
  else if (call.edit !== null) writer.tally.edit(call.edit.path, call.edit.added, call.edit.removed)
}

/** Runs that fail print what they found; anything else fails for a reason of its own. */
function failureOf(random: Random, { tool, result }: Call): string {
  return tool === 'Bash' && /fail/i.test(result) ? `Exit code 1\n${result}` : pick(random, failuresOf(tool))
}

/** What a sub-agent does, in the same file, beside the main chain. */
function writeSubAgent(writer: Writer, prompt: string): void {
  const agent = { id: writer.ids.call().slice(-8) }
  const sidechain = true
  writer.chained('user', { agentId: agent.id, message: { role: 'user', content: prompt } }, sidechain)
  for (const pattern of ['todo', 'import']) {
    const id = writer.ids.call()
    writer.message([{ type: 'tool_use', id, name: 'Grep', input: { pattern } }], 4, agent)
    writer.tally.sidechainCall()
    writer.chained(
      'user',
      {
        agentId: agent.id,
        message: {
          role: 'user',
          content: [{ tool_use_id: id, type: 'tool_result', content: 'No matches found' }],
        },
      },
      sidechain,
    )
  }
  writer.message([{ type: 'text', text: 'Nothing of note there.' }], 4, agent)
}
