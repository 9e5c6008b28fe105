import { buffer } from 'node:stream/consumers'
import { problemDetails } from '@fieldwork/errors'
import { describe, expect, it } from 'vitest'
import { createClient } from '../src/index.ts'
import { batch, breakOff, type Handler, json, startServer } from './scripted-server.ts'

const quick = { idempotencyKey: 'key-1', repeatAfterMs: [1, 1, 1] }

async function* twoLines() {
  yield Buffer.from('{"a":1}\n')
  await new Promise((resolve) => setTimeout(resolve, 5))
  yield Buffer.from('{"b":2}\n')
}

describe('posting a batch', () => {
  it('sends the bytes as they are, with key, encoding and authorisation', async () => {
    let received = Buffer.alloc(0)
    await using server = await startServer(async (request, response) => {
      received = await buffer(request)
      response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify(batch()))
    })
    const client = createClient({ url: `${server.url}/`, key: 'secret' })
    const posted = await client.postBatch(twoLines, { ...quick, encoding: 'gzip' })
    expect(posted).toEqual(batch())
    expect(received.toString()).toBe('{"a":1}\n{"b":2}\n')
    expect(server.requests[0]?.url).toBe('/v1/batches')
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'content-encoding': 'gzip',
      'content-type': 'application/x-ndjson',
      'idempotency-key': 'key-1',
    })
  })

  it('is repeated with the same key and the whole body when the connection breaks', async () => {
    const bodies: string[] = []
    const take: Handler = async (request, response) => {
      bodies.push((await buffer(request)).toString())
      response.writeHead(202).end(JSON.stringify(batch()))
    }
    await using server = await startServer(breakOff, breakOff, take)
    await createClient({ url: server.url, key: 'k' }).postBatch(twoLines, quick)
    expect(bodies).toEqual(['{"a":1}\n{"b":2}\n'])
    expect(server.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([
      'key-1',
      'key-1',
      'key-1',
    ])
  })

  it('is repeated when the answer breaks off', async () => {
    const cut: Handler = async (request, response) => {
      await buffer(request)
      response.writeHead(202, { 'content-length': '500' })
      response.write('{"id":', () => request.socket.destroy())
    }
    await using server = await startServer(cut, json(batch(), 202))
    await expect(createClient({ url: server.url, key: 'k' }).postBatch(twoLines, quick)).resolves.toEqual(
      batch(),
    )
  })

  it('is repeated when the service stops in the middle of it', async () => {
    const stopping = json(problemDetails('service_stopping', 'what was received is committed'), 503)
    await using server = await startServer(stopping, json(batch(), 202))
    await expect(createClient({ url: server.url, key: 'k' }).postBatch(twoLines, quick)).resolves.toEqual(
      batch(),
    )
  })

  it('gives up after three repetitions', async () => {
    await using server = await startServer(breakOff)
    const posting = createClient({ url: server.url, key: 'k' }).postBatch(twoLines, quick)
    await expect(posting).rejects.toMatchObject({ code: 'service_unreachable' })
    expect(server.requests).toHaveLength(4)
  })

  it('waits for its own broken upload to be noticed, but not for one of someone else', async () => {
    const inUse = json(problemDetails('idempotency_key_in_use', 'under way'), 409)
    await using broken = await startServer(breakOff, inUse, json(batch(), 202))
    await expect(createClient({ url: broken.url, key: 'k' }).postBatch(twoLines, quick)).resolves.toEqual(
      batch(),
    )
    await using other = await startServer(inUse, json(batch(), 202))
    await expect(createClient({ url: other.url, key: 'k' }).postBatch(twoLines, quick)).rejects.toMatchObject(
      {
        code: 'idempotency_key_in_use',
      },
    )
  })

  it('is not repeated when the service refuses it, even before the body has been read', async () => {
    const refuse: Handler = (request, response) => {
      request.resume() // as the service does: a connection closed on unread bytes may take the answer with it
      response.writeHead(401, { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify(problemDetails('key_invalid', 'no valid key matches')))
    }
    await using server = await startServer(refuse)
    const posting = createClient({ url: server.url, key: 'k' }).postBatch(twoLines, quick)
    await expect(posting).rejects.toMatchObject({ code: 'key_invalid', detail: 'no valid key matches' })
    expect(server.requests).toHaveLength(1)
  })

  it('is not repeated when the body itself fails, and the body’s error comes through', async () => {
    await using server = await startServer(json(batch(), 202))
    async function* failing() {
      yield Buffer.from('{"a":1}\n')
      throw new RangeError('the disk is gone')
    }
    const posting = createClient({ url: server.url, key: 'k' }).postBatch(failing, quick)
    await expect(posting).rejects.toThrow(RangeError)
    expect(server.requests.length).toBeLessThanOrEqual(1)
  })

  it('is not repeated where nothing listens', async () => {
    let started = 0
    const body = () => {
      started += 1
      return twoLines()
    }
    const server = await startServer(breakOff)
    await server[Symbol.asyncDispose]()
    const posting = createClient({ url: server.url, key: 'k' }).postBatch(body, quick)
    await expect(posting).rejects.toMatchObject({ code: 'service_unreachable' })
    expect(started).toBe(1)
  })

  it('stops when it is aborted', async () => {
    await using server = await startServer(() => {})
    const signal = AbortSignal.timeout(50)
    const posting = createClient({ url: server.url, key: 'k' }).postBatch(twoLines, { ...quick, signal })
    await expect(posting).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(server.requests).toHaveLength(1)
  })
})
