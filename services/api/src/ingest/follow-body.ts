import { createHash } from 'node:crypto'
import { FieldworkError } from '@fieldwork/errors'
import type { OpenBatch } from '@fieldwork/store'
import type { BodyLine } from './split-lines.ts'

/** The place in a body that is being read, and what the body was up to it. */
export type BodyPlace = {
  /** Takes the next bytes. */
  bytes(part: Buffer): void
  /**
   * Takes the line that ends here. Gives its number in the body, blank lines counted, which is what an editor shows; null
   * where it is not to be taken: it is blank, or an earlier upload with the same key has committed it. Throws
   * `idempotency_key_reused` where that was another body.
   */
  line(line: BodyLine): number | null
  /** SHA-256 of the body up to and with the last line; what has come of the next one is not in it. */
  digest(): Buffer
  /** Takes the end of the body. Throws `idempotency_key_reused` where more lines were committed than it has. */
  end(): void
}

/** Follows a body from its start, and compares its beginning with what is committed of the batch. */
export function followBody(batch: OpenBatch): BodyPlace {
  const digest = createHash('sha256')
  let atLine = digest.copy()
  let number = 0
  /** Lines that hold something, which is what `posted` counts. */
  let taken = 0
  return {
    bytes: (part) => void digest.update(part),
    line(line) {
      number += 1
      if ('bytes' in line && line.bytes.length === 0) return null
      taken += 1
      digest.update('\n')
      atLine = digest.copy()
      if (taken === batch.posted && batch.bodyDigest?.equals(atLine.copy().digest()) !== true) {
        throw otherBody(batch)
      }
      if (taken <= batch.posted) return null
      if (batch.state === 'accepted') throw otherBody(batch)
      return number
    },
    digest: () => atLine.copy().digest(),
    end() {
      if (taken < batch.posted) throw otherBody(batch)
    },
  }
}

const otherBody = (batch: OpenBatch) =>
  new FieldworkError('idempotency_key_reused', `batch ${batch.id} was posted with this key and another body`)
