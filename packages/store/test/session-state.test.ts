import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type ClaimedRevision,
  claimChunk,
  expireClaims,
  expireTranscripts,
  markChunkDead,
  releaseClaim,
  type SessionState,
  sessionStates,
  splitChunk,
  transitions,
  unfinishedStates,
  writeAnnotations,
} from '../src/index.ts'
import type { SessionEventName } from '../src/session-state.ts'
import { answer, newClaim } from './answers.ts'
import { postSessions } from './lines.ts'
import { endRetention, openStore, rows, runOut, type Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() => store.database.pool.query('delete from sessions'))

const CLAIM = newClaim()
const reasons: Partial<Record<SessionState, string>> = {
  parked: 'budget',
  excluded: 'headless',
  unscorable: 'answer_refused',
  dead: 'attempts_exhausted',
}

/** Posts one session and brings it into a state by force, under CLAIM where that is a claimed one. Gives its chunk. */
async function force(state: SessionState): Promise<string> {
  const { chunks } = await postSessions(store, [{ externalId: 's' }])
  const claim = state === 'annotating' ? CLAIM : null
  await store.database.pool.query(
    `update session_revisions set state = $1, reason = $2, claim = $3::uuid,
       claim_expires_at = case when $3::uuid is not null then now() + interval '1 minute' end,
       chunk_id = case when $4 then chunk_id end`,
    [state, reasons[state] ?? null, claim, unfinishedStates.includes(state)],
  )
  return chunks[0] ?? ''
}

type Row = ClaimedRevision & {
  state: SessionState
  reason: string | null
  claim: string | null
  chunk: string
}

async function firstRevision(): Promise<Row> {
  const [row] = await rows<Row>(
    store.database,
    `select held.id, session_id as "sessionId", revision, project_id as "projectId", person, canonical, telemetry,
       state, reason, claim, chunk_id as chunk
     from session_revisions held join sessions on sessions.id = session_id join transcripts on revision_id = held.id
     order by revision limit 1`,
  )
  if (row === undefined) throw new Error('there is no revision')
  return row
}

type Statement = {
  readonly event: SessionEventName
  readonly name: string
  readonly send: (chunk: string) => Promise<unknown>
}

/** Every statement that moves a state, as whoever holds CLAIM would send it. */
const statements: readonly Statement[] = [
  {
    event: 'claim',
    name: 'claimChunk, once the claim has run out',
    async send(chunk) {
      await runOut(store.database, CLAIM)
      await claimChunk(store.database, chunk, newClaim(), 60)
    },
  },
  {
    event: 'annotate',
    name: 'writeAnnotations',
    send: async () =>
      writeAnnotations(store.database, store.run.id, CLAIM, [answer(await firstRevision())], []),
  },
  {
    event: 'refuse',
    name: 'writeAnnotations',
    async send() {
      const { id } = await firstRevision()
      await writeAnnotations(store.database, store.run.id, CLAIM, [], [{ id, reason: 'answer_refused' }])
    },
  },
  { event: 'release', name: 'releaseClaim', send: (chunk) => releaseClaim(store.database, CLAIM, chunk) },
  { event: 'release', name: 'splitChunk', send: (chunk) => splitChunk(store.database, CLAIM, chunk) },
  {
    event: 'expire',
    name: 'expireClaims',
    async send() {
      await runOut(store.database, CLAIM)
      await expireClaims(store.database, 10)
    },
  },
  {
    event: 'giveUp',
    name: 'markChunkDead',
    send: (chunk) => markChunkDead(store.database, chunk, 'attempts_exhausted'),
  },
  {
    event: 'supersede',
    name: 'acceptLines of a newer revision',
    send: () => postSessions(store, [{ externalId: 's', content: 'second' }]),
  },
  {
    event: 'loseTranscript',
    name: 'expireTranscripts',
    async send() {
      await endRetention(store.database, 's')
      await expireTranscripts(store.database)
    },
  },
]

const cells = sessionStates.flatMap((state) =>
  statements.map(({ event, name, send }) => {
    const to = transitions[state][event]
    return { title: `${state}: ${event} by ${name} → ${to ?? 'nothing'}`, state, to, send }
  }),
)

describe('the table of transitions', () => {
  it.each(cells)('tells where the statement leads: $title', async ({ state, to, send }) => {
    const chunk = await force(state)
    const before = await firstRevision()
    await send(chunk)
    const after = await firstRevision()
    expect(after.state).toBe(to ?? state)
    const moved = (row: Row) => [row.state, row.reason, row.claim, row.chunk]
    if (to === null) expect(moved(after)).toEqual(moved(before))
    else expect(moved(after)).not.toEqual(moved(before))
  })

  it('has no event that no statement tells of', () => {
    const told = new Set<string>(statements.map(({ event }) => event))
    expect(told).toEqual(new Set(Object.keys(transitions.pending)))
  })
})
