import { problemDetails } from '@fieldwork/errors'
import { describe, expect, it } from 'vitest'
import { createClient } from '../src/index.ts'
import { batch, type Handler, json, startServer } from './scripted-server.ts'

const event = (name: string, value: unknown) => `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`
const working = batch()
const complete = batch({ complete: true })
const materialised = batch({ complete: true, materialised: true })

const stream =
  (...parts: string[]): Handler =>
  async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const part of parts) {
      response.write(part)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    response.destroy()
  }

async function watched(url: string, signal?: AbortSignal) {
  const seen: unknown[] = []
  const options = { pollMs: 1, signal }
  for await (const state of createClient({ url, key: 'k' }).watch('b', options)) seen.push(state)
  return seen
}

describe('watching a batch', () => {
  it('tells each state once, however the stream is cut into parts', async () => {
    const text = event('progress', working) + event('progress', complete) + event('complete', materialised)
    const cut = text.match(/[\s\S]{1,97}/g) ?? []
    await using server = await startServer(stream(...cut))
    expect(await watched(server.url)).toEqual([working, complete, materialised])
    expect(server.requests).toHaveLength(1)
  })

  it('goes on by asking when the stream breaks, even when the service is away for a while', async () => {
    const away = json(problemDetails('store_unavailable', 'gone'), 503)
    const drop: Handler = (request) => void request.socket.destroy()
    await using server = await startServer(
      stream(event('progress', working)),
      json(working),
      away,
      drop,
      json(complete),
      json(materialised),
    )
    expect(await watched(server.url)).toEqual([working, complete, materialised])
  })

  it('ends with an error that no waiting mends', async () => {
    await using unknown = await startServer(json(problemDetails('batch_unknown', 'no batch b'), 404))
    await expect(watched(unknown.url)).rejects.toMatchObject({ code: 'batch_unknown' })
    await using gone = await startServer(stream(), json(problemDetails('internal', 'always'), 500))
    await expect(watched(gone.url)).rejects.toMatchObject({ code: 'internal' })
    expect(gone.requests).toHaveLength(61)
  })

  it('stops when it is aborted', async () => {
    await using server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event('progress', working))
    })
    await expect(watched(server.url, AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})
