import { type PlantedSecret, plantedPositions, plantedSecrets } from '@fieldwork/testkit'

/** A transcript of Claude Code with one secret wherever a transcript holds text. */
export type PlantedTranscript = {
  readonly secret: PlantedSecret
  readonly name: string
  readonly person: string
  readonly transcript: string
}

export const plantedTranscripts = (seed: number): readonly PlantedTranscript[] =>
  plantedSecrets(seed).map((secret, number) => ({
    secret,
    name: `copy of ${secret.text}`.slice(0, 200),
    person: secret.text.slice(0, 200),
    transcript: transcriptOf(secret.text, number),
  }))

function transcriptOf(text: string, number: number): string {
  const sessionId = `number ${number} ${text}`
  const entries = plantedPositions.flatMap(({ place }, turn) => turnOf(text, place(text), turn))
  return entries
    .map((entry, second) => {
      const timestamp = new Date(Date.parse('2026-02-03T08:00:00Z') + second * 1_000).toISOString()
      const base = { sessionId, uuid: `${number}-${second}`, timestamp, cwd: `/srv/${text}/mill` }
      return `${JSON.stringify({ ...base, gitBranch: `fix/${text}`, entrypoint: text, version: text, ...entry })}\n`
    })
    .join('')
}

function turnOf(text: string, placed: string, turn: number): readonly object[] {
  const file = `/srv/${text}/mill.txt`
  const id = `call_${turn}`
  return [
    { type: 'user', message: { role: 'user', content: `Turn ${turn}: ${placed}` } },
    {
      type: 'assistant',
      message: {
        id: `msg_${turn}`,
        role: 'assistant',
        model: `model ${text}`,
        content: [
          { type: 'text', text: `So ${placed}` },
          { type: 'tool_use', id, name: `Write ${text}`, input: { file_path: file, content: placed } },
          { type: 'tool_use', id: `${id}_b`, name: 'Bash', input: { command: placed, description: text } },
          { type: 'tool_use', id: `${id}_c`, name: 'mcp__mill__grind', input: { [text]: placed } },
        ],
        usage: { input_tokens: 12, output_tokens: 8 },
      },
    },
    {
      type: 'user',
      message: {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: id, content: placed },
          {
            type: 'tool_result',
            tool_use_id: `${id}_b`,
            is_error: true,
            content: [{ type: 'text', text: placed }],
          },
        ],
      },
      toolUseResult: {
        type: 'create',
        filePath: file,
        content: placed,
        structuredPatch: [],
        originalFile: null,
      },
    },
    { type: 'system', subtype: 'informational', content: placed },
  ]
}

/** Lines that are rejected, each for another reason, with secrets in them. */
export const rejectedLines = (seed: number): readonly string[] =>
  plantedSecrets(seed).flatMap(({ text }) => [
    `no JSON: ${text.replaceAll('\n', ' ')}`,
    JSON.stringify({ [text]: text }),
    JSON.stringify({ transcript: text, [text]: 1 }),
    JSON.stringify({
      transcript: `{"${'x'.repeat(10)}": ${JSON.stringify(text)}}`,
      name: text.slice(0, 200),
    }),
    JSON.stringify({ transcript: text, source: text.slice(0, 64) }),
    JSON.stringify({ session: { schema: text, events: [{ type: text }] } }),
    JSON.stringify({ transcript: JSON.stringify({ type: text, sessionId: text }), source: 'claude-code' }),
  ])
