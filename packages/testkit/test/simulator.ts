import { Anthropic } from '@anthropic-ai/sdk'
import { classifiers } from '@fieldwork/codebook'
import { onTestFinished } from 'vitest'
import { type ModelSimulatorOptions, startModelSimulator } from '../src/index.ts'

/** A simulator for one test, and the real client to ask it with. */
export async function start(options: ModelSimulatorOptions = {}) {
  const simulator = await startModelSimulator(options)
  onTestFinished(() => simulator.close())
  const client = new Anthropic({ apiKey: 'a-key', authToken: null, baseURL: simulator.url, maxRetries: 0 })
  return { simulator, client }
}

/** A stand-in for the schema that all calls share. */
const schema = {
  type: 'object',
  properties: { answers: { type: 'array', items: { type: 'string' } } },
  required: ['answers'],
  additionalProperties: false,
}

export type AskOptions = {
  readonly transcript?: string
  readonly questions?: readonly string[]
  readonly ttl?: '5m' | '1h'
  readonly model?: string
}

export const longTranscript = 'A transcript of some length. '.repeat(200)

/** A call as the annotators make it: the fenced transcript, cached, and the questions after it. */
export function ask({ transcript = longTranscript, questions, ttl = '5m', model }: AskOptions = {}) {
  const asked = (questions ?? classifiers.map(({ id }) => id)).map((id) => `## ${id}\n\nWhat is it?`)
  return {
    model: model ?? 'claude-sonnet-4-6',
    max_tokens: 2_000,
    messages: [
      {
        role: 'user' as const,
        content: [
          {
            type: 'text' as const,
            text: `<transcript>\n${transcript}\n</transcript>`,
            cache_control: { type: 'ephemeral' as const, ttl },
          },
          { type: 'text' as const, text: asked.join('\n\n') },
        ],
      },
    ],
    output_config: { format: { type: 'json_schema' as const, schema } },
  }
}

/** The text of a message. */
export const textOf = ({ content }: Anthropic.Message): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('')

/** All tokens of an input, however they were paid. */
export const inputOf = (
  usage: Pick<Anthropic.Usage, 'input_tokens' | 'cache_creation_input_tokens' | 'cache_read_input_tokens'>,
): number =>
  usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0)
