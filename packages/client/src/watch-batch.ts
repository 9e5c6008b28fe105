import { setTimeout as sleep } from 'node:timers/promises'
import { Batch } from '@fieldwork/contract'
import { isFieldworkError } from '@fieldwork/errors'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { Compile } from 'typebox/compile'
import { type Connection, parseAs, request, requestJson } from './connection.ts'

const batch = Compile(Batch)
const POLL_MS = 1_000
/** How long a service may be away, for example to be restarted, before watching gives up. */
const PATIENCE_POLLS = 60

export type WatchOptions = { readonly signal?: AbortSignal; readonly pollMs?: number }

/**
 * A batch each time it changes, until it is materialised. Follows the service's event stream; when that breaks, asks
 * every `pollMs`. Throws what the service answers, and `service_unreachable` when it stays away for 60 questions.
 */
export async function* watchBatch(
  connection: Connection,
  id: string,
  { signal, pollMs = POLL_MS }: WatchOptions = {},
): AsyncGenerator<Batch, void> {
  let told = ''
  for await (const state of states(connection, id, pollMs, signal)) {
    const now = JSON.stringify(state)
    if (now !== told) yield state
    told = now
    if (state.materialised) return
  }
}

async function* states(connection: Connection, id: string, pollMs: number, signal?: AbortSignal) {
  const path = `/v1/batches/${encodeURIComponent(id)}`
  yield* eventStream(connection, path, signal)
  for (let missed = 0; ; await sleep(pollMs, undefined, { signal })) {
    try {
      yield await requestJson(connection, path, batch, { signal })
      missed = 0
    } catch (error) {
      missed += 1
      if (!isAway(error) || missed >= PATIENCE_POLLS) throw error
    }
  }
}

/** The states that the event stream tells, until it ends or breaks; a broken stream is no error, it is only over. */
async function* eventStream(connection: Connection, path: string, signal?: AbortSignal) {
  const headers = { accept: 'text/event-stream' }
  const response = await request(connection, `${path}/events`, { headers, signal }).catch(
    (error: unknown) => {
      if (isAway(error)) return undefined // asking goes on, and has the patience
      throw error
    },
  )
  if (!response?.body) return
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  try {
    for (;;) {
      const { done, value } = await events.read().catch((error: unknown) => {
        if (signal?.aborted) throw error
        return { done: true, value: undefined }
      })
      if (done || value === undefined) return
      yield parseAs(batch, value.data, `${path}/events`)
    }
  } finally {
    await events.cancel().catch(() => {}) // it may be broken already
  }
}

const isAway = (error: unknown) => isFieldworkError(error) && error.fate === 'transient'
