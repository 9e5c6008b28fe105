import { createHmac } from 'node:crypto'

/**
 * A person as cohorts know them: HMAC-SHA-256 of the identity, 16 bytes, keyed by the project, so that no one can look a
 * person up without the key, nor join two projects. Case, composition and surrounding white space do not matter.
 */
export function pseudonym(key: Uint8Array, identity: string): Buffer {
  const normal = identity.normalize('NFC').trim().toLowerCase()
  return createHmac('sha256', key).update(normal).digest().subarray(0, 16)
}
