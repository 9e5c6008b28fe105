import type { TranscriptFormat } from '../detect-format.ts'
import { asObject, parseJson } from '../json.ts'
import { parentOf } from '../readers/codex/lineage.ts'
import { isSubAgent } from '../readers/codex/session-facts.ts'
import { soundId } from '../sound-id.ts'
import { timeOf } from '../time.ts'
import { topLevelMembers } from '../top-level.ts'
import type { Survey } from './survey.ts'

type Named = Pick<Survey, 'sessionId' | 'sessionIds' | 'subAgentId' | 'startedAt'>

const unnamed: Named = { sessionId: null, sessionIds: [], subAgentId: null, startedAt: null }
const named = (id: unknown, at: unknown, parent?: unknown): Named => {
  const own = soundId(id) ?? null
  const starter = soundId(parent)
  const sessionId = starter ?? own
  return {
    sessionId,
    sessionIds: sessionId === null ? [] : [sessionId],
    subAgentId: starter === undefined ? null : (own ?? ''),
    startedAt: timeOf(at),
  }
}

/** The members of the first object in a transcript, or of the first that stands under `name`. */
function firstMembers(head: string, name?: string) {
  const from = name === undefined ? 0 : head.indexOf(`"${name}"`)
  const start = from === -1 ? -1 : head.indexOf('{', from)
  return start === -1 ? new Map<string, string | null>() : topLevelMembers(head, start).members
}

function codexSession(head: string): Named {
  const end = head.indexOf('\n')
  const first = asObject(parseJson(end === -1 ? head : head.slice(0, end)))
  // The first line can be longer than the head: it holds the instructions, and before them what is asked here.
  const meta = asObject(first?.payload) ?? Object.fromEntries(firstMembers(head, 'payload'))
  return named(meta.id ?? meta.session_id, meta.timestamp, isSubAgent(meta) ? parentOf(meta) : undefined)
}

/** The session that a transcript names where it begins, and whose sub-agent's it is. */
export function namedSession(format: TranscriptFormat, head: string): Named {
  switch (format) {
    case 'codex-rollout-jsonl':
      return codexSession(head)
    case 'opencode-export-json': {
      const info = firstMembers(head, 'info')
      return named(info.get('id'), null, info.get('parentID'))
    }
    case 'copilot-events-jsonl': {
      const data = firstMembers(head, 'data')
      return named(data.get('sessionId'), data.get('startTime'))
    }
    case 'gemini-json':
    case 'gemini-jsonl': {
      const members = firstMembers(head)
      return named(members.get('sessionId'), members.get('startTime'))
    }
    case 'swe-together-json': {
      const members = firstMembers(head)
      return named(members.get('session_id'), members.get('start_time'))
    }
    default:
      return unnamed
  }
}
