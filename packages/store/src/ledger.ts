import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { FieldworkError } from '@fieldwork/errors'
import type { PoolClient } from 'pg'
import { type Database, transaction } from './database.ts'

/** A call about to be made. `estimateUsd` is the most it is expected to cost. */
export type CallToReserve = {
  readonly projectId: number
  readonly runId: number
  readonly revisionId: number
  readonly step: string
  readonly attempt: number
  readonly model: string
  readonly estimateUsd: number
}

export type TokenUsage = {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWrite5mTokens: number
  readonly cacheWrite1hTokens: number
}

/** What a call came to: its true usage and cost, and what it answered. */
export type CallToSettle = {
  readonly requestId: string | null
  readonly usage: TokenUsage
  readonly costUsd: number
  readonly model: string
  readonly promptHash: string
  readonly answer: unknown
}

/** An answer that was paid for and whose labels are not written yet. */
export type StoredAnswer = {
  readonly callId: string
  readonly step: string
  readonly attempt: number
  readonly model: string
  readonly promptHash: string
  readonly usage: TokenUsage
  readonly costUsd: number
  readonly answer: unknown
}

type Limit = {
  readonly scope: string
  readonly limitUsd: number | null
  readonly settledUsd: number
  readonly reservedUsd: number
}

/** How often it is looked whether calls under way have left room, in milliseconds. */
const LOOK_MS = 500

/** Sums of numeric(14, 8) are compared as floats. */
const CENT_OF_A_CENT = 1e-7

/**
 * Enters a call in the ledger before it is made, if what is spent, what is under way and its own estimate stay within the
 * limits of its run and of its project's month (UTC). Where only calls under way stand in the way, it waits for them to be
 * settled. Returns the call's id. Throws `spend_limit_reached`; nothing is then entered.
 */
export async function reserveCall(
  database: Database,
  call: CallToReserve,
  signal: AbortSignal,
): Promise<string> {
  for (;;) {
    const id = await tryReserve(database, call)
    if (id !== null) return id
    await sleep(LOOK_MS, undefined, { signal })
  }
}

async function tryReserve(database: Database, call: CallToReserve): Promise<string | null> {
  const id = randomUUID()
  return transaction(database, async (client) => {
    const limits = await lockLimits(client, call)
    for (const limit of limits) {
      if (limit.limitUsd === null) continue
      const room = limit.limitUsd - limit.settledUsd - call.estimateUsd + CENT_OF_A_CENT
      if (room < 0) throw limitReached(limit, call)
      if (room < limit.reservedUsd) return null
    }
    await client.query(
      `with entered as (
         insert into model_calls (id, project_id, run_id, revision_id, step, attempt, model, estimate_usd, month)
         values ($1, $2, $3, $4, $5, $6, $7, $8, ${MONTH})
       )
       update spending set reserved_usd = reserved_usd + $8 where project_id = $2 and scope = any($9)`,
      [
        id,
        call.projectId,
        call.runId,
        call.revisionId,
        call.step,
        call.attempt,
        call.model,
        call.estimateUsd,
        limits.map(({ scope }) => scope),
      ],
    )
    return id
  })
}

const MONTH = `date_trunc('month', now() at time zone 'UTC')::date`
/** The sums that a call counts towards: of its run and of its month. */
const scopes = (run: string, month: string) => `'run:' || ${run}, 'month:' || to_char(${month}, 'YYYY-MM')`

/** The sums that a call counts towards, locked in one order so that two calls cannot deadlock, with their limits. */
async function lockLimits(
  client: PoolClient,
  { runId, projectId }: CallToReserve,
): Promise<readonly Limit[]> {
  const lock = () =>
    client.query<Limit>(
      `select scope, settled_usd::float8 as "settledUsd", reserved_usd::float8 as "reservedUsd",
         (case when scope like 'run:%' then (select limit_usd from runs where id = $1)
               else (select monthly_limit_usd from projects where id = $2) end)::float8 as "limitUsd"
       from spending where project_id = $2 and scope in (${scopes('$1::int', MONTH)})
       order by scope desc for no key update of spending`,
      [runId, projectId],
    )
  const locked = await lock()
  if (locked.rows.length === SUMS) return locked.rows
  // The first call of a run, or of a month.
  await client.query(
    `insert into spending (project_id, scope, settled_usd, reserved_usd)
     select $2, scope, 0, 0 from unnest(array[${scopes('$1::int', MONTH)}]) as scope
     on conflict (project_id, scope) do nothing`,
    [runId, projectId],
  )
  return (await lock()).rows
}

/** A call counts towards its run and its month. */
const SUMS = 2

function limitReached({ scope, limitUsd, settledUsd }: Limit, call: CallToReserve): FieldworkError {
  const of = scope.startsWith('run:') ? `run ${call.runId}` : `the month ${scope.slice(-7)}`
  return new FieldworkError(
    'spend_limit_reached',
    `${of} may cost $${limitUsd}, has cost $${settledUsd.toFixed(4)}, and a call may cost $${call.estimateUsd.toFixed(4)}`,
  )
}

/**
 * Enters what a call came to, with its answer. A second time, or after it was given up as lost, it changes nothing twice.
 * Returns whether it was entered.
 */
export async function settleCall(database: Database, id: string, done: CallToSettle): Promise<boolean> {
  return transaction(database, async (client) => {
    const { usage } = done
    const entered = await close(client, id, {
      state: 'settled',
      costUsd: done.costUsd,
      set: `input_tokens = $4, output_tokens = $5, cache_read_tokens = $6, cache_write_5m_tokens = $7,
            cache_write_1h_tokens = $8, request_id = $9, model = $10`,
      values: [
        usage.inputTokens,
        usage.outputTokens,
        usage.cacheReadTokens,
        usage.cacheWrite5mTokens,
        usage.cacheWrite1hTokens,
        done.requestId,
        done.model,
      ],
    })
    if (entered === null) return false
    await client.query(
      `insert into call_answers (revision_id, run_id, step, attempt, call_id, prompt_hash, answer)
       select $1, $2, $3, $4, $5, $6, $7 where exists (select from session_revisions where id = $1)
       on conflict do nothing`,
      [
        entered.revisionId,
        entered.runId,
        entered.step,
        entered.attempt,
        id,
        done.promptHash,
        JSON.stringify(done.answer),
      ],
    )
    return true
  })
}

/** A call that cost nothing: it was refused with an error status. */
export async function releaseCall(database: Database, id: string, failure: string): Promise<void> {
  await transaction(database, (client) =>
    close(client, id, { state: 'failed', costUsd: 0, set: 'failure = $4', values: [failure] }),
  )
}

/** A call of which nobody knows what it cost: it counts at its estimate. */
export async function loseCall(database: Database, id: string, failure: string): Promise<void> {
  await transaction(database, (client) =>
    close(client, id, { state: 'lost', costUsd: null, set: 'failure = $4', values: [failure] }),
  )
}

type Closing = {
  readonly state: 'settled' | 'failed' | 'lost'
  /** Null: its estimate. */
  readonly costUsd: number | null
  /** Further columns, from `$4` on. */
  readonly set: string
  readonly values: readonly unknown[]
}
type Closed = {
  readonly revisionId: number
  readonly runId: number
  readonly step: string
  readonly attempt: number
}

/** Closes a call that is under way, or was given up as lost, and moves the sums by the difference. */
async function close(client: PoolClient, id: string, closing: Closing): Promise<Closed | null> {
  const closed = await client.query<Closed>(
    `with before as (
       select id, state, estimate_usd, cost_usd from model_calls
       where id = $1 and (state = 'reserved' or (state = 'lost' and $2 = 'settled')) for update
     ), closed as (
       update model_calls as call
       set state = $2, cost_usd = coalesce($3, call.estimate_usd), settled_at = now(), ${closing.set}
       from before where call.id = before.id
       returning call.*, before.state as state_before, before.cost_usd as cost_before
     ), sums as (
       select scope from spending join closed using (project_id)
       where scope in (${scopes('run_id', 'month')})
       order by scope desc for no key update of spending
     ), moved as (
       update spending
       set reserved_usd = reserved_usd - case when state_before = 'reserved' then estimate_usd else 0 end,
           settled_usd = settled_usd + closed.cost_usd - coalesce(cost_before, 0)
       from closed, sums
       where spending.project_id = closed.project_id and spending.scope = sums.scope
     )
     select revision_id as "revisionId", run_id as "runId", step, attempt from closed`,
    [id, closing.state, closing.costUsd, ...closing.values],
  )
  return closed.rows[0] ?? null
}

/**
 * The answers already paid for about a revision under a run. Whoever asks holds the claim: calls that an earlier holder
 * had under way are lost, since nobody will settle them (one that does after all is entered as it was).
 */
export async function answersOf(
  database: Database,
  runId: number,
  revisionId: number,
): Promise<readonly StoredAnswer[]> {
  const cut = await database.pool.query<{ id: string }>(
    `select id from model_calls
     where revision_id = $1 and run_id = $2 and state = 'reserved' and message_batch_id is null`,
    [revisionId, runId],
  )
  for (const { id } of cut.rows) await loseCall(database, id, 'its worker was lost')
  const found = await database.pool.query<StoredAnswer>(
    `select call_id as "callId", answered.step, answered.attempt, model, prompt_hash as "promptHash", answer,
       cost_usd::float8 as "costUsd",
       json_build_object('inputTokens', input_tokens, 'outputTokens', output_tokens,
         'cacheReadTokens', cache_read_tokens, 'cacheWrite5mTokens', cache_write_5m_tokens,
         'cacheWrite1hTokens', cache_write_1h_tokens) as usage
     from call_answers as answered join model_calls on model_calls.id = call_id
     where answered.revision_id = $1 and answered.run_id = $2 order by settled_at, call_id`,
    [revisionId, runId],
  )
  return found.rows
}

/** Gives up calls that have been under way for longer than any call can take: their worker is gone. Returns how many. */
export async function loseAbandonedCalls(database: Database, seconds: number): Promise<number> {
  const found = await database.pool.query<{ id: string }>(
    `select id from model_calls
     where state = 'reserved' and message_batch_id is null and created_at < now() - make_interval(secs => $1)`,
    [seconds],
  )
  for (const { id } of found.rows) await loseCall(database, id, 'its worker was lost')
  return found.rows.length
}
