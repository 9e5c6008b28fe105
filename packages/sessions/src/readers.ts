import type { TranscriptFormat } from './detect-format.ts'
import type { Reader } from './reader.ts'
import { atif } from './readers/atif/reader.ts'
import { claudeCode } from './readers/claude-code/reader.ts'
import { codex } from './readers/codex/reader.ts'
import { copilot } from './readers/copilot/reader.ts'
import { cursor } from './readers/cursor/reader.ts'
import { geminiDocument, geminiLog } from './readers/gemini/reader.ts'
import { openCode } from './readers/opencode/reader.ts'
import { specStory } from './readers/specstory/reader.ts'
import { sweTogether } from './readers/swe-together/reader.ts'

/** Every reader there is; a new one is added here, and its sign in detect-format.ts. */
const readers: Readonly<Record<Exclude<TranscriptFormat, 'canonical'>, Reader>> = {
  'atif-json': atif,
  'claude-code-jsonl': claudeCode,
  'codex-rollout-jsonl': codex,
  'copilot-events-jsonl': copilot,
  'cursor-jsonl': cursor,
  'gemini-json': geminiDocument,
  'gemini-jsonl': geminiLog,
  'opencode-export-json': openCode,
  'specstory-markdown': specStory,
  'swe-together-json': sweTogether,
}

/** The reader of a format; `canonical` where there is nothing to be read. */
export const readerOf = (format: TranscriptFormat): Reader | 'canonical' =>
  format === 'canonical' ? format : readers[format]

/** Whether a session of this source may be told in several files that continue each other. */
export const tellsSessionsInSeveralFiles = (source: string): boolean =>
  Object.values(readers).some(
    (reader) => reader.format === source && reader.kind === 'lines' && reader.spansFiles === true,
  )
