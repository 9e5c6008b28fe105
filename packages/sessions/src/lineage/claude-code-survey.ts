import { asObject, parseJson } from '../json.ts'
import { isSilentLine } from '../readers/claude-code/entry-kinds.ts'
import { soundId } from '../sound-id.ts'
import { createTimeSpan, timeOf } from '../time.ts'
import { entryKey } from './entry-key.ts'

/** Looks at what person and agent did in Claude Code's JSONL, line by line. */
export function createClaudeCodeSurvey() {
  const keys: number[] = []
  const span = createTimeSpan()
  const sessionIds = new Set<string>()
  let agentId: string | undefined
  let main = false
  let sidechain = false
  let forked = false

  return {
    line(line: string): void {
      if (isSilentLine(line)) return
      const entry = asObject(parseJson(line))
      if (entry?.type !== 'user' && entry?.type !== 'assistant') return
      const sessionId = soundId(entry.sessionId)
      if (sessionId !== undefined) sessionIds.add(sessionId)
      agentId ??= soundId(entry.agentId)
      if (entry.isSidechain === true) sidechain = true
      else main = true
      const copied = asObject(entry.forkedFrom)
      if (copied !== undefined) forked = true
      // An entry whose id is missing or damaged is known by all it says.
      keys.push(entryKey(soundId(copied?.messageUuid) ?? soundId(entry.uuid) ?? line))
      span.add(timeOf(entry.timestamp))
    },
    finish: () => ({
      sessionId: sessionIds.values().next().value ?? null,
      sessionIds: [...sessionIds],
      subAgentId: sidechain && !main ? (agentId ?? '') : null,
      startedAt: span.read().startedAt,
      entries: Float64Array.from(keys),
      forked,
    }),
  }
}
