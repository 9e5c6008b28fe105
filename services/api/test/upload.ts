import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from '@fieldwork/testkit'
import type { TestService } from './service.ts'

export type Upload = {
  /** To be written to, ended or broken by the test. */
  readonly request: ClientRequest
  readonly answered: Promise<IncomingMessage>
  /** Its batch. */
  row(): Promise<{ readonly state: string; readonly posted: number; readonly accepted: number }>
  /** Waits until the service has noticed that it is over. */
  aborted(): Promise<void>
}

/** An upload on a connection of its own, once the service receives it, whose body the test has still to end. */
export async function beginUpload(
  service: TestService,
  idempotencyKey: string,
  body: string,
): Promise<Upload> {
  const upload = request(`${service.url}/v1/batches`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${service.keys.all}`,
      'content-type': 'application/x-ndjson',
      'idempotency-key': idempotencyKey,
    },
  })
  upload.on('error', () => {}) // it is broken on purpose
  const answered = new Promise<IncomingMessage>((resolve) => upload.once('response', resolve))
  upload.write(body)
  const row: Upload['row'] = async () => {
    const found = await service.database.pool.query(
      'select state, posted, accepted from batches where idempotency_key = $1',
      [idempotencyKey],
    )
    return found.rows[0] ?? { state: 'none', posted: 0, accepted: 0 }
  }
  const is = (state: string) => async () => (await row()).state === state
  await eventually('the upload has begun', is('receiving'))
  await sleep(50) // what was written is read by now; how much of it is committed shows only in the end
  return { request: upload, answered, row, aborted: () => eventually('it is noticed', is('aborted')) }
}
