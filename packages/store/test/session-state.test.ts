import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type ClaimedRevision,
  cancelHistory,
  claimChunk,
  ensureRun,
  expireClaims,
  expireTranscripts,
  markChunkDead,
  parkClaim,
  type Run,
  reannotate,
  redriveSessions,
  releaseClaim,
  resumeRun,
  type SessionState,
  sessionStates,
  splitChunk,
  stopRun,
  transitions,
  unfinishedStates,
  writeAnnotations,
} from '../src/index.ts'
import type { SessionEventName } from '../src/session-state.ts'
import { type WorkTable, workTables } from '../src/work-tables.ts'
import { annotate, answer, newClaim } from './answers.ts'
import { postSessions } from './lines.ts'
import { definition, endRetention, openStore, rows, type Store } from './store.ts'

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

/** History is excluded only where its run was cancelled. */
const reasonOf = (table: WorkTable['name'], state: SessionState) =>
  table === 'reannotations' && state === 'excluded' ? 'cancelled' : (reasons[state] ?? null)

/** Where the row stands that is moved, and the run that annotates it. */
type Place = { readonly table: WorkTable['name']; readonly run: Run; readonly chunk: string }

async function place(table: WorkTable['name']): Promise<Place> {
  const { chunks } = await postSessions(store, [{ externalId: 's' }])
  const [chunk = ''] = chunks
  if (table === 'session_revisions') return { table, run: store.run, chunk }
  await annotate(store, chunk)
  const run = await ensureRun(store.database, store.project.id, definition('2'))
  const [again] = await reannotate(store.database, run, {})
  return { table, run, chunk: again?.id ?? '' }
}

/** Brings a row into a state by force, under CLAIM where that is a claimed one. */
async function force({ table }: Place, state: SessionState): Promise<void> {
  const claim = state === 'annotating' ? CLAIM : null
  await store.database.pool.query(
    `update ${table} set state = $1, reason = $2, claim = $3::uuid,
       claim_expires_at = case when $3::uuid is not null then now() + interval '1 minute' end,
       chunk_id = case when $4 then chunk_id end`,
    [state, reasonOf(table, state), claim, unfinishedStates.includes(state)],
  )
}

type Row = ClaimedRevision & {
  state: SessionState
  reason: string | null
  claim: string | null
  chunk: string
}

async function firstRevision({ table }: Place): Promise<Row> {
  const again = table === 'reannotations'
  const [row] = await rows<Row>(
    store.database,
    `select what.id, what.session_id as "sessionId", what.revision, project_id as "projectId", person, telemetry,
       ${again ? 'held.run_id' : 'null::int'} as "runId", held.state, held.reason, held.claim, held.chunk_id as chunk
     from ${table} held join session_revisions what on what.id = held.${again ? 'revision_id' : 'id'}
       join sessions on sessions.id = what.session_id join transcripts on transcripts.revision_id = what.id
     order by what.revision limit 1`,
  )
  if (row === undefined) throw new Error('there is no revision')
  return row
}

async function park({ run, chunk }: Place): Promise<void> {
  await parkClaim(store.database, CLAIM, chunk, 'spend_limit_reached')
  await stopRun(store.database, run.id, 'spend_limit_reached')
}

async function runOutIn({ table }: Place): Promise<void> {
  await store.database.pool.query(
    `update ${table} set claim_expires_at = now() - interval '1 second' where claim = $1`,
    [CLAIM],
  )
}

type Statement = {
  readonly event: SessionEventName
  readonly name: string
  readonly send: (place: Place) => Promise<unknown>
  /** It moves rows of this table only. */
  readonly only?: WorkTable['name']
}

/** Every statement that moves a state, as whoever holds CLAIM would send it. */
const statements: readonly Statement[] = [
  {
    event: 'claim',
    name: 'claimChunk, once the claim has run out',
    async send(place) {
      await runOutIn(place)
      await claimChunk(store.database, place.chunk, newClaim(), 60)
    },
  },
  {
    event: 'annotate',
    name: 'writeAnnotations',
    send: async (place) =>
      writeAnnotations(store.database, place.run.id, CLAIM, [answer(await firstRevision(place))], []),
  },
  {
    event: 'refuse',
    name: 'writeAnnotations',
    async send(place) {
      const { id } = await firstRevision(place)
      await writeAnnotations(store.database, place.run.id, CLAIM, [], [{ id, reason: 'answer_refused' }])
    },
  },
  { event: 'release', name: 'releaseClaim', send: ({ chunk }) => releaseClaim(store.database, CLAIM, chunk) },
  { event: 'release', name: 'splitChunk', send: ({ chunk }) => splitChunk(store.database, CLAIM, chunk) },
  {
    event: 'expire',
    name: 'expireClaims',
    async send(place) {
      await runOutIn(place)
      await expireClaims(store.database, 10)
    },
  },
  {
    event: 'giveUp',
    name: 'markChunkDead',
    send: ({ chunk }) => markChunkDead(store.database, chunk, 'attempts_exhausted'),
  },
  {
    event: 'supersede',
    name: 'acceptLines of a newer revision',
    send: () => postSessions(store, [{ externalId: 's', content: 'second' }]),
    only: 'session_revisions',
  },
  {
    event: 'loseTranscript',
    name: 'expireTranscripts',
    async send() {
      await endRetention(store.database, 's')
      await expireTranscripts(store.database)
    },
  },
  { event: 'park', name: 'parkClaim, or stopRun where nobody holds it', send: park },
  { event: 'resume', name: 'resumeRun', send: ({ run }) => resumeRun(store.database, run.id) },
  {
    event: 'cancel',
    name: 'cancelHistory',
    send: ({ run }) => cancelHistory(store.database, run),
    only: 'reannotations',
  },
  {
    event: 'retake',
    name: 'reannotate, also of what was cancelled',
    send: ({ run }) => reannotate(store.database, run, { cancelled: true }),
    only: 'reannotations',
  },
  {
    event: 'redrive',
    name: 'redriveSessions',
    send: () => redriveSessions(store.database, store.project.id, {}),
  },
]

const cells = workTables.flatMap((table) =>
  sessionStates.flatMap((state) =>
    statements
      .filter(({ only = table.name }) => only === table.name)
      .map(({ event, name, send }) => {
        const to = transitions[state][event]
        const title = `${table.name}, ${state}: ${event} by ${name} → ${to ?? 'nothing'}`
        return { title, table: table.name, state, to, send }
      }),
  ),
)

describe('the table of transitions', () => {
  it.each(cells)('tells where the statement leads: $title', async ({ table, state, to, send }) => {
    const at = await place(table)
    await force(at, state)
    const before = await firstRevision(at)
    await send(at)
    const after = await firstRevision(at)
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
