import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { BatchItem } from './batch.ts'

const MAX_ITEMS = 100_000

const BatchRequest = Type.Object(
  {
    requests: Type.Array(
      Type.Object(
        { custom_id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }), params: Type.Object({}) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: MAX_ITEMS },
    ),
  },
  { additionalProperties: false },
)
const compiled = Compile(BatchRequest)

/**
 * The items of POST /v1/messages/batches, or what it is refused for. What the items ask is looked at only when they are
 * processed, as with the real API: a request that is no good ends as errored.
 */
export function readBatchRequest(
  body: unknown,
): { readonly items: readonly BatchItem[] } | { readonly refused: string } {
  if (!compiled.Check(body)) {
    const [first] = compiled.Errors(body)
    return { refused: `${first?.instancePath ?? ''}: ${first?.message ?? 'invalid'}` }
  }
  const ids = new Set(body.requests.map(({ custom_id }) => custom_id))
  if (ids.size < body.requests.length) return { refused: 'requests: custom_id must be unique within a batch' }
  return { items: body.requests }
}
