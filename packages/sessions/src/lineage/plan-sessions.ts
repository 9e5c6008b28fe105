import { connectedByHistory } from './connected.ts'
import type { Survey } from './survey.ts'

/** One transcript among those that are looked at together: a file, by whatever names it. */
export type Surveyed<Name> = { readonly name: Name; readonly survey: Survey }

/** A session as it is to be read: from these transcripts, one after the other, as one. */
export type SessionPlan<Name> = {
  readonly parts: readonly Name[]
  /** The id under which an earlier telling of it is known; null: the one the reader finds. */
  readonly externalId: string | null
  /** Keys of entries that another session of the plan counts: history that was copied from it. */
  readonly elsewhere: ReadonlySet<number>
}

export type Plan<Name> = {
  readonly sessions: readonly SessionPlan<Name>[]
  /** Transcripts all of which a longer one tells too, and that one. */
  readonly superseded: readonly { readonly name: Name; readonly by: Name }[]
}

/** The transcripts of one session: its own, first begun first, then its sub-agents'. */
export type Group<Name> = {
  readonly members: readonly Surveyed<Name>[]
  /** Of what its own agent did; where there are only sub-agents' transcripts, none. */
  readonly keys: ReadonlySet<number>
}

/**
 * Resolves which transcripts tell which sessions, so that one session is counted once and copied history never twice:
 * - transcripts that name the same session are its parts; a sub-agent's belongs to the session it names;
 * - a session all of whose entries another one holds too was resumed there: the longer stays, under the first one's id;
 * - a session that shares only a part with another was forked: what they share is counted where it comes from (which is
 *   what is not marked as forked, and else what began first) and left out of the fork.
 * The same transcripts in another order give the same sessions.
 */
export function planSessions<Name>(transcripts: readonly Surveyed<Name>[]): Plan<Name> {
  const superseded: { name: Name; by: Name }[] = []
  const sessions: SessionPlan<Name>[] = []
  const groups = groupBySession(transcripts, superseded)
  for (const related of connectedByHistory(groups)) sessions.push(...resolve(related, superseded))
  return { sessions, superseded }
}

type Superseded<Name> = { name: Name; by: Name }[]

function groupBySession<Name>(
  transcripts: readonly Surveyed<Name>[],
  superseded: Superseded<Name>,
): Group<Name>[] {
  const ownerOf = ownersOf(transcripts)
  const groups = Map.groupBy(transcripts, ({ survey }) => ownerOf(survey) ?? Symbol())
  return [...groups.values()].flatMap((members) => {
    if (!members.every(isSubAgent)) return [groupOf(members, superseded)]
    // Without the session that started them, each is one of its own.
    const alone = Map.groupBy(members, ({ survey }) => survey.subAgentId)
    return Array.from(alone.values(), (tellings) => groupOf(tellings, superseded))
  })
}

/** Which session a transcript belongs to: its own, or of a sub-agent's the one at the root of those that started it. */
function ownersOf(transcripts: readonly Surveyed<unknown>[]): (survey: Survey) => string | null {
  const own = transcripts.filter((transcript) => !isSubAgent(transcript)).map(({ survey }) => survey)
  const owners = new Map(
    own.flatMap((survey) => survey.sessionIds.map((id) => [keyOf(survey, id), survey.sessionId])),
  )
  for (const survey of own)
    if (survey.sessionId !== null) owners.set(keyOf(survey, survey.sessionId), survey.sessionId)
  const starters = new Map<string, string>()
  for (const { survey } of transcripts.filter(isSubAgent)) {
    if (survey.sessionId !== null) starters.set(keyOf(survey, survey.subAgentId ?? ''), survey.sessionId)
  }
  return (survey) => {
    let { sessionId } = survey
    for (let step = 0; step < MAX_DEPTH && sessionId !== null; step += 1) {
      const starter = isSubAgent({ survey }) ? starters.get(keyOf(survey, sessionId)) : undefined
      if (starter === undefined) break
      sessionId = starter
    }
    if (sessionId === null) return null
    return keyOf(survey, owners.get(keyOf(survey, sessionId)) ?? sessionId)
  }
}

/** Sub-agents that start sub-agents; ids that lead in a circle end here too. */
const MAX_DEPTH = 16

/** Gemini CLI copies a session from its older format to its newer one when it is resumed. */
const keyOf = ({ format }: Survey, id: string) =>
  `${format === 'gemini-json' ? 'gemini-jsonl' : format} ${id}`

/** The session's own transcripts and each sub-agent's are told apart; of each, what tells nothing more is superseded. */
function groupOf<Name>(members: readonly Surveyed<Name>[], superseded: Superseded<Name>): Group<Name> {
  const keys = new Set<number>()
  const kept: Surveyed<Name>[] = []
  for (const tellings of Map.groupBy(members, ({ survey }) => survey.subAgentId).values()) {
    kept.push(...withoutRepeated(tellings, superseded))
  }
  for (const { survey } of members.filter((member) => !isSubAgent(member))) {
    for (const key of survey.entries) keys.add(key)
  }
  return { members: kept.sort(inReadingOrder), keys }
}

/** A transcript adds entries to those of the longer ones, or else one of these tells all of it. */
function withoutRepeated<Name>(
  tellings: readonly Surveyed<Name>[],
  superseded: Superseded<Name>,
): readonly Surveyed<Name>[] {
  const [longest, ...others] = tellings.toSorted(latestFirst)
  if (longest === undefined) return []
  const keys = new Set(longest.survey.entries)
  const kept = [longest]
  for (const telling of others) {
    if (telling.survey.entries.some((key) => !keys.has(key))) kept.push(telling)
    else superseded.push({ name: telling.name, by: longest.name })
    for (const key of telling.survey.entries) keys.add(key)
  }
  return kept
}

/** What goes on in a newer format is later, however many spaces the older one has. */
const latestFirst = ({ survey: a }: Surveyed<unknown>, { survey: b }: Surveyed<unknown>) =>
  Number(b.format === 'gemini-jsonl') - Number(a.format === 'gemini-jsonl') ||
  b.entries.length - a.entries.length ||
  b.length - a.length

const inReadingOrder = (a: Surveyed<unknown>, b: Surveyed<unknown>) =>
  Number(isSubAgent(a)) - Number(isSubAgent(b)) || compare(startOf(a), startOf(b))

const isSubAgent = ({ survey }: Pick<Surveyed<unknown>, 'survey'>) => survey.subAgentId !== null

/** Sessions that share entries: which of them stay, and what each of those counts. */
function resolve<Name>(
  related: readonly Group<Name>[],
  superseded: Superseded<Name>,
): readonly SessionPlan<Name>[] {
  const ordered = related.toSorted(byOrigin)
  /** What stays, in the order of what each goes back to, which is what it was first told as. */
  const originals = new Map<Group<Name>, Group<Name>>()
  const inherited = new Map<Group<Name>, Surveyed<Name>[]>()
  for (const group of ordered) {
    const heir = heirOf(group, ordered) ?? group
    if (!originals.has(heir)) originals.set(heir, group)
    if (heir === group) continue
    const subAgents = group.members.filter(isSubAgent)
    inherited.set(heir, [...(inherited.get(heir) ?? []), ...subAgents])
    for (const { name } of group.members.filter((member) => !isSubAgent(member))) {
      superseded.push({ name, by: firstOf(heir).name })
    }
  }
  const counted = new Set<number>()
  return [...originals].map(([group, original]) => {
    const elsewhere = group.keys.intersection(counted)
    for (const key of group.keys) counted.add(key)
    const externalId = original === group ? null : firstOf(original).survey.sessionId
    const members = [...group.members, ...(inherited.get(group) ?? [])]
    return { parts: members.map(({ name }) => name), externalId, elsewhere }
  })
}

/**
 * Where a session was resumed or copied to: the first that holds all of its entries and was not forked off it by the
 * person, and so on from there. Of several that hold the same, the first.
 */
function heirOf<Name>(group: Group<Name>, ordered: readonly Group<Name>[]): Group<Name> | undefined {
  let heir: Group<Name> | undefined
  for (let held = group; ; held = heir) {
    const position = ordered.indexOf(held)
    const next = ordered.find((other, index) => {
      const isMore =
        other.keys.size > held.keys.size || (other.keys.size === held.keys.size && index < position)
      return isMore && held.keys.size > 0 && !isForkedOff(other, held) && held.keys.isSubsetOf(other.keys)
    })
    if (next === undefined) return heir
    heir = next
  }
}

/** A marked fork that has entries of its own is another session than the one it was forked off. */
const isForkedOff = (other: Group<unknown>, held: Group<unknown>) =>
  firstOf(other).survey.forked && other.keys.size > held.keys.size

/** What others may have been copied from comes first. */
const byOrigin = (a: Group<unknown>, b: Group<unknown>) =>
  Number(firstOf(a).survey.forked) - Number(firstOf(b).survey.forked) ||
  compare(startOf(firstOf(a)), startOf(firstOf(b))) ||
  compare(firstOf(a).survey.sessionId ?? '', firstOf(b).survey.sessionId ?? '')

const startOf = ({ survey }: Surveyed<unknown>) => survey.startedAt ?? '9999'
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

function firstOf<Name>({ members }: Group<Name>): Surveyed<Name> {
  const [first] = members
  if (first === undefined) throw new Error('a session has a transcript')
  return first
}
