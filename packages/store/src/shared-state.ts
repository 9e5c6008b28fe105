import type { Change, SharedState } from '@fieldwork/budget'
import { FieldworkError } from '@fieldwork/errors'
import type pg from 'pg'
import { type Database, transaction } from './database.ts'

/**
 * A commit does not wait for the disk: a crash of Postgres costs half a second of what was counted, and a flush under a
 * lock that all processes want would cost every call. A process that stops dead with the lock loses it after a while.
 */
const SETTINGS = `select set_config('synchronous_commit', 'off', true),
  set_config('idle_in_transaction_session_timeout', '5000', true), set_config('lock_timeout', '10000', true)`

/** The clock is read when the lock is there: hence the part that is computed first. */
const LOCK = `with locked as materialized (select state from shared_states where key = $1 for update)
  select state, (extract(epoch from clock_timestamp()) * 1000)::float8 as now from locked`

const MAKE = `insert into shared_states (key, state) values ($1, 'null') on conflict do nothing`
const WRITE = 'update shared_states set state = $2 where key = $1'

/**
 * Shared state, a row a key, changed under the row's lock; its clock is the database's. Throws
 * FieldworkError('store_unavailable') where Postgres does not answer.
 */
export function createPostgresSharedState(database: Database): SharedState {
  return {
    async update(key, change) {
      try {
        return await transaction(database, (client) => changed(client, key, change))
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new FieldworkError('store_unavailable', `updating shared state failed: ${reason}`, {
          cause: error,
        })
      }
    },
  }
}

async function changed<T>(client: pg.PoolClient, key: string, change: Change<T>): Promise<T> {
  await client.query(SETTINGS)
  const found = (await lock(client, key)) ?? (await made(client, key))
  const { state, result } = change(found.state ?? undefined, found.now)
  await client.query(WRITE, [key, JSON.stringify(state)])
  return result
}

type Found = { readonly state: unknown; readonly now: number }

async function lock(client: pg.PoolClient, key: string): Promise<Found | undefined> {
  return (await client.query<Found>(LOCK, [key])).rows[0]
}

async function made(client: pg.PoolClient, key: string): Promise<Found> {
  await client.query(MAKE, [key])
  const found = await lock(client, key)
  if (found === undefined) throw new Error(`the row of ${key} vanished while it was made`)
  return found
}
