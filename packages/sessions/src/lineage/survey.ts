import { beginningOf, type Chunks } from '../beginning.ts'
import { detectFormat, type TranscriptFormat } from '../detect-format.ts'
import { linesOfChunks } from '../lines.ts'
import { createClaudeCodeSurvey } from './claude-code-survey.ts'
import { namedSession } from './named-session.ts'

/** What of a transcript tells which session it is of, and what history it shares with others. */
export type Survey = {
  readonly format: TranscriptFormat
  /** The session that it names: of a sub-agent's, the one that started it. Null where it names none. */
  readonly sessionId: string | null
  /** All sessions that its entries name: one that is resumed may go on under another id. */
  readonly sessionIds: readonly string[]
  /** A sub-agent's own id, where all of the transcript was done by one. */
  readonly subAgentId: string | null
  readonly startedAt: string | null
  /** Keys of what person and agent did, in order (see entryKey). Only Claude Code copies entries, with their ids. */
  readonly entries: Float64Array
  /** Whether its history is said to be copied from another session. */
  readonly forked: boolean
  /** In UTF-16 units: where there are no keys, the longer of two tellings of one session is the later one. */
  readonly length: number
}

/**
 * Surveys a transcript. Null where its format is not recognised. Claude Code's is looked at entry by entry; of others the
 * beginning says enough: their readers themselves leave out what a fork repeats. Holds a line, and the entries' keys.
 */
export async function surveyTranscript(input: Chunks): Promise<Survey | null> {
  const { head, text } = await beginningOf(input)
  const format = detectFormat(head)
  if (format === null) return null
  let length = 0
  if (format === 'claude-code-jsonl') {
    const survey = createClaudeCodeSurvey()
    for await (const line of linesOfChunks(text)) {
      length += line.length
      survey.line(line)
    }
    return { format, ...survey.finish(), length }
  }
  for await (const chunk of text) length += chunk.length
  return {
    format,
    ...namedSession(format, head),
    entries: new Float64Array(),
    forked: false,
    length,
  }
}
