import { timeOf } from '../../time.ts'

export type Header = {
  readonly role: 'user' | 'agent'
  readonly sidechain: boolean
  readonly model: string | null
  readonly at: string | null
}

const ROLE = /^_\*\*(User|Agent|Assistant)( - sidechain)?(?: \((.*)\))?\*\*_\s*$/
const TIME = /(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)?/

/**
 * A line that says who speaks: `_**User (2026-01-02 03:04:05Z)**_`, `_**Agent (some-model 2026-01-02 03:04:05Z)**_`, and of
 * older versions and the editors' extensions `_**Assistant (some-model)**_`, `_**Agent (model some-model, mode Agent)**_`.
 */
export function readHeader(line: string): Header | undefined {
  const match = ROLE.exec(line)
  if (match === null) return undefined
  const [, role, sidechain, said = ''] = match
  const rest = said.replace(TIME, '').replace(/,? ?mode .*$/, '')
  const model = rest
    .replace(/^model:? /, '')
    .replace(/,$/, '')
    .trim()
  return {
    role: role === 'User' ? 'user' : 'agent',
    sidechain: sidechain !== undefined,
    model: role === 'User' || model === '' ? null : model,
    at: timeIn(said),
  }
}

/** The first time that a text holds; one without a zone is taken for UTC, so that it is the same on every machine. */
function timeIn(text: string): string | null {
  const match = TIME.exec(text)
  if (match === null) return null
  const [, day, time, zone = 'Z'] = match
  return timeOf(`${day}T${time}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`)
}

const SESSION = /^<!--\s*(?:([A-Za-z][A-Za-z0-9 .+-]*?)\s+)?Sessions?:?\s+([A-Za-z0-9_-]+)/

/** The comment that names tool and session: `<!-- Claude Code Session 1f… (2026-01-02 03:04:05Z) -->`. */
export function readSessionComment(line: string) {
  const match = SESSION.exec(line)
  if (match === null) return undefined
  return { agent: match[1] === undefined ? null : agentOf(match[1]), id: match[2], at: timeIn(line) }
}

/** A tool under the name that its own transcripts give it. */
function agentOf(provider: string): string {
  const name = provider.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  if (name.startsWith('codex')) return 'codex'
  return name.startsWith('cursor') ? 'cursor' : name
}
