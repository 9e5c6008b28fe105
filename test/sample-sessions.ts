import { type PushLine, pushSessions } from '@fieldwork/cli'
import type { Batch } from '@fieldwork/contract'
import type { System } from './system.ts'

/** A session of a made-up person, small and told apart from every other by its number. */
export type SampleSession = {
  readonly sessionId: string
  readonly person: string
  /** As Claude Code writes it. */
  readonly transcript: string
}

const PEOPLE = 7
const MONTHS = 5

/** So many sessions, named after `name`; with more turns the same sessions have grown. */
export function sampleSessions(name: string, count: number, turns = 2): readonly SampleSession[] {
  return Array.from({ length: count }, (_, number) => {
    const sessionId = `${name}-${number}`
    return {
      sessionId,
      person: `person-${number % PEOPLE}@example.org`,
      transcript: transcriptOf(sessionId, number, turns),
    }
  })
}

/** The sessions as one batch, once its rows are committed. */
export async function push(system: System, sessions: Iterable<SampleSession>): Promise<Batch> {
  const { batches } = await pushSessions({ client: system.client, lines: pushLines(sessions) })
  const [batch] = batches
  if (batch === undefined || batches.length > 1) throw new Error(`${batches.length} batches instead of one`)
  return batch
}

async function* pushLines(sessions: Iterable<SampleSession>): AsyncGenerator<PushLine> {
  for (const session of sessions) yield { line: lineOf(session), name: session.sessionId }
}

export const lineOf = ({ person, transcript }: SampleSession) => ({
  transcript,
  source: 'claude-code',
  person,
})

function transcriptOf(sessionId: string, number: number, turns: number): string {
  const month = String((number % MONTHS) + 1).padStart(2, '0')
  const lines = Array.from({ length: turns }, (_, turn) => turnOf(sessionId, turn)).flat()
  return lines
    .map((entry, second) => {
      const timestamp = new Date(Date.parse(`2026-${month}-03T08:00:00Z`) + second * 1_000).toISOString()
      const uuid = `${sessionId}-${second}`
      return `${JSON.stringify({ sessionId, uuid, timestamp, cwd: '/srv/mill', ...entry })}\n`
    })
    .join('')
}

function turnOf(sessionId: string, turn: number): readonly object[] {
  const file = `/srv/mill/${sessionId}.txt`
  const id = `call_${turn}`
  const content = 'grain\n'.repeat(turn + 1)
  return [
    { type: 'user', message: { role: 'user', content: `Write ${turn + 1} lines into ${sessionId}.txt` } },
    {
      type: 'assistant',
      message: {
        id: `msg_${turn}`,
        role: 'assistant',
        model: 'model-mill',
        content: [
          { type: 'text', text: 'I write the file.' },
          { type: 'tool_use', id, name: 'Write', input: { file_path: file, content } },
        ],
        usage: { input_tokens: 12, output_tokens: 8 },
      },
    },
    {
      type: 'user',
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'written' }] },
      toolUseResult: { type: 'create', filePath: file, content, structuredPatch: [], originalFile: null },
    },
  ]
}
