import { sql } from 'drizzle-orm'
import { bigint, customType, integer, numeric, timestamp } from 'drizzle-orm/pg-core'

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
export const id = (name: string) => bigint(name, { mode: 'number' })
export const usd = (name: string) => numeric(name, { precision: 14, scale: 8, mode: 'number' })
export const at = (name: string) => timestamp(name, { withTimezone: true })
export const now = (name: string) => at(name).notNull().defaultNow()
export const inList = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

/**
 * The run of a row that is written once a session. It is not checked against `runs`, row by row: the check took a sixth of
 * the time of writing, no run is ever deleted but with its project, and then these rows go with their session.
 */
export const runOfSession = () => integer('run_id').notNull()
