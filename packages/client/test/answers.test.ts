import { problemDetails } from '@fieldwork/errors'
import { describe, expect, it } from 'vitest'
import { createClient } from '../src/index.ts'
import { batch, json, startServer } from './scripted-server.ts'

const rejection = (line: number) => ({ line, code: 'line_not_json', detail: 'd', remedy: 'r' })

describe('an answer', () => {
  it('that does not fit the contract is an error, not a value', async () => {
    await using server = await startServer(
      json({ ...batch(), counts: { posted: -1 } }),
      (_request, response) => void response.end('<html>'),
    )
    const client = createClient({ url: server.url, key: 'k' })
    await expect(client.batch('b')).rejects.toMatchObject({ code: 'service_answer_invalid' })
    await expect(client.cohorts()).rejects.toMatchObject({ code: 'service_answer_invalid' })
  })

  it('that is a problem keeps its code, its detail and the time it asks for', async () => {
    const overloaded = json(problemDetails('overloaded', '4 uploads'), 503, { 'retry-after': '5' })
    await using server = await startServer(overloaded)
    await expect(createClient({ url: server.url, key: 'k' }).cohorts()).rejects.toMatchObject({
      code: 'overloaded',
      detail: '4 uploads',
      retryAfterMs: 5_000,
    })
  })

  it('that is a problem of an unknown code, or none at all, is told with what it says', async () => {
    const teapot = {
      ...problemDetails('internal', 'short and stout'),
      code: 'constructor',
      title: 'A teapot',
    }
    await using server = await startServer(json(teapot, 418), json({}, 502))
    const client = createClient({ url: server.url, key: 'k' })
    await expect(client.cohorts()).rejects.toMatchObject({
      code: 'service_answer_invalid',
      detail: 'constructor: A teapot (short and stout)',
    })
    await expect(client.cohorts()).rejects.toMatchObject({ detail: 'status 502 without a problem document' })
  })

  it('of many pages is one sequence, asked for page by page', async () => {
    await using server = await startServer(
      json({ rejections: [rejection(2), rejection(7)], next: 'http://elsewhere.invalid/steal' }),
      json({ rejections: [rejection(9)], next: null }),
    )
    const lines: number[] = []
    for await (const { line } of createClient({ url: server.url, key: 'k' }).rejections('b/1'))
      lines.push(line)
    expect(lines).toEqual([2, 7, 9])
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/batches/b%2F1/rejections?after=0&limit=1000',
      '/v1/batches/b%2F1/rejections?after=7&limit=1000',
    ])
  })

  it('keeps a path before /v1', async () => {
    await using server = await startServer(json({ cohorts: [] }))
    await createClient({ url: `${server.url}/fieldwork/`, key: 'k' }).cohorts()
    expect(server.requests[0]?.url).toBe('/fieldwork/v1/cohorts')
  })
})
