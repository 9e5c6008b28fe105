import { createHash } from 'node:crypto'
import type { CanonicalSession } from './canonical-session.ts'

/**
 * What a session says as 32 bytes: SHA-256 over its JSON. Readers write members in the order of the schema, so the same
 * transcript read twice has the same hash, and a session that grew has another. A session posted with its members in
 * another order is the same session with another hash: it becomes a revision, which costs an annotation and no truth.
 */
export function contentHash(session: CanonicalSession): Buffer {
  return createHash('sha256').update(JSON.stringify(session)).digest()
}
