import {
  type DeadLetter,
  DeadLetterDetails,
  type DeadLetterFilter,
  DeadLetterPage,
  Redriven,
} from '@fieldwork/contract'
import { Compile } from 'typebox/compile'
import { type Connection, requestJson, sendJson } from './connection.ts'

/** What will not be tried again. */
export type DeadLettersClient = {
  /** A page of dead letters, newest first, with the counts of all. */
  deadLetterPage(filter?: DeadLetterFilter, signal?: AbortSignal): Promise<DeadLetterPage>
  /** All that fit, fetched page by page as they are taken. */
  deadLetters(filter?: DeadLetterFilter, signal?: AbortSignal): AsyncIterable<DeadLetter>
  deadLetter(id: string, signal?: AbortSignal): Promise<DeadLetterDetails>
  redriveDeadLetter(id: string): Promise<Redriven>
  redriveDeadLetters(filter: DeadLetterFilter): Promise<Redriven>
}

const shapes = {
  details: Compile(DeadLetterDetails),
  page: Compile(DeadLetterPage),
  redriven: Compile(Redriven),
}
const PAGE = 1_000

export function deadLettersClient(connection: Connection): DeadLettersClient {
  const at = (id: string) => `/v1/dead-letters/${encodeURIComponent(id)}`
  const page = (filter: DeadLetterFilter, cursor: string | null, limit: number, signal?: AbortSignal) => {
    const asked = { ...filter, ...(cursor === null ? {} : { cursor }), limit }
    const query = Object.entries(asked).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
    )
    return requestJson(connection, `/v1/dead-letters?${query.join('&')}`, shapes.page, { signal })
  }
  return {
    deadLetterPage: (filter = {}, signal) => page(filter, null, 100, signal),
    async *deadLetters(filter = {}, signal) {
      for (let cursor: string | null = null; ; ) {
        const found: DeadLetterPage = await page(filter, cursor, PAGE, signal)
        yield* found.deadLetters
        if (found.next === null) return
        cursor = found.next
      }
    },
    deadLetter: (id, signal) => requestJson(connection, at(id), shapes.details, { signal }),
    redriveDeadLetter: (id) => sendJson(connection, `${at(id)}/redrive`, shapes.redriven, 'POST', {}),
    redriveDeadLetters: (filter) =>
      sendJson(connection, '/v1/dead-letters/redrive', shapes.redriven, 'POST', filter),
  }
}
