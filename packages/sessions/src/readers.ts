import type { TranscriptFormat } from './detect-format.ts'
import type { Reader } from './reader.ts'
import { atif } from './readers/atif/reader.ts'
import { claudeCode } from './readers/claude-code/reader.ts'
import { geminiDocument, geminiLog } from './readers/gemini/reader.ts'
import { openCode } from './readers/opencode/reader.ts'
import { specStory } from './readers/specstory/reader.ts'

/** Every reader there is; a new one is added here, and its sign in detect-format.ts. */
const readers: readonly Reader[] = [atif, claudeCode, geminiDocument, geminiLog, openCode, specStory]

const byFormat = new Map(readers.map((reader) => [reader.format, reader]))

/** The reader of a format; undefined where it is recognised and not read. */
export const readerOf = (format: TranscriptFormat): Reader | undefined => byFormat.get(format)
