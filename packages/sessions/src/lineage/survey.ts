import type { TranscriptFormat } from '../detect-format.ts'
import { asObject, asString, type JsonObject, parseJson } from '../json.ts'
import { isSilentLine } from '../readers/claude-code/entry-kinds.ts'
import { soundId } from '../sound-id.ts'
import { timeOf } from '../time.ts'
import { topLevelMembers } from '../top-level.ts'
import { entryKey } from './entry-key.ts'

/** What of a transcript tells which session it is of, and what history it shares with others. */
export type Survey = {
  readonly format: TranscriptFormat
  /** The session that its first entry, or the document, names; null where it does not. */
  readonly sessionId: string | null
  /** Whether all of it was done by a sub-agent, so that it belongs to the session that it names. */
  readonly subAgent: boolean
  readonly startedAt: string | null
  /** Keys of what person and agent did, in order (see entryKey). Empty where the format has no ids for entries. */
  readonly entries: Float64Array
  /** Whether its history is said to be copied from another session. */
  readonly forked: boolean
  /** Length in UTF-16 units: the longer of two tellings of one session without keys is the later one. */
  readonly length: number
}

export type SurveyFold = { line(line: string): void; finish(): Survey }

/**
 * Looks through a transcript, whose first characters are `head`, for its session and its entries' keys. Only Claude Code and Codex copy history from file to
 * file; of other formats nothing but their length is told, and the session's id is known once they are read.
 */
export function createSurvey(format: TranscriptFormat, head: string): SurveyFold {
  const keys: number[] = []
  let sessionId: string | undefined
  let main = 0
  let sidechain = 0
  let startedAt: string | null = null
  let forked = false
  let length = 0

  const add = (id: string | undefined) => {
    if (id !== undefined) keys.push(entryKey(id))
  }
  const time = (value: unknown) => {
    const at = timeOf(value)
    if (at !== null && (startedAt === null || at < startedAt)) startedAt = at
  }

  function claudeCode(line: string): void {
    if (isSilentLine(line)) return
    const entry = asObject(parseJson(line))
    if (entry?.type !== 'user' && entry?.type !== 'assistant') return
    sessionId ??= soundId(entry.sessionId)
    if (entry.isSidechain === true) sidechain += 1
    else main += 1
    if (entry.forkedFrom !== undefined) forked = true
    add(soundId(asObject(entry.forkedFrom)?.messageUuid) ?? soundId(entry.uuid))
    time(entry.timestamp)
  }

  function codex(line: string): void {
    const entry = asObject(parseJson(line))
    const payload = asObject(entry?.payload)
    if (entry === undefined || payload === undefined) return
    time(entry.timestamp)
    if (entry.type === 'session_meta') codexMeta(payload)
    else if (entry.type === 'response_item') add(soundId(payload.call_id) ?? soundId(payload.id))
  }

  function codexMeta(payload: JsonObject): void {
    sessionId ??= asString(payload.id)
    if (asString(payload.forked_from_id) !== undefined) forked = true
    main += 1
  }

  const take: Partial<Record<TranscriptFormat, (line: string) => void>> = {
    'claude-code-jsonl': claudeCode,
    'codex-rollout-jsonl': codex,
  }
  return {
    line(line) {
      length += line.length
      take[format]?.(line)
    },
    finish: () => ({
      format,
      sessionId: sessionId ?? (take[format] === undefined ? documentSessionId(head) : null),
      subAgent: sidechain > 0 && main === 0,
      startedAt,
      entries: Float64Array.from(keys),
      forked,
      length,
    }),
  }
}

/** Documents name their session in their first members. */
function documentSessionId(head: string): string | null {
  const { members } = topLevelMembers(head, head.indexOf('{'))
  return soundId(members.get('sessionId') ?? members.get('session_id')) ?? null
}
