import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'

/** What processes on several hosts share for a while, by key; for example what is left of a rate limit. */
export const sharedStates = pgTable('shared_states', {
  key: text('key').primaryKey(),
  state: jsonb('state').notNull(),
})
