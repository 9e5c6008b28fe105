import { FieldworkError } from '@fieldwork/errors'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../src/index.ts'

function logged(write: (log: ReturnType<typeof createLogger>) => void): {
  text: string
  line: Record<string, unknown>
} {
  const chunks: string[] = []
  write(
    createLogger({ service: 'worker', level: 'info' }, { write: (chunk: string) => void chunks.push(chunk) }),
  )
  const text = chunks.join('')
  const line: Record<string, unknown> = JSON.parse(text)
  return { text, line }
}

describe('a log line', () => {
  it('is JSON that names the service, the level and the time', () => {
    const { line } = logged((log) => log.info({ chunkId: 'a' }, 'annotated'))
    expect(line).toMatchObject({ service: 'worker', level: 'info', chunkId: 'a', msg: 'annotated' })
    expect(new Date(String(line.time)).getTime()).toBeCloseTo(Date.now(), -4)
  })

  it('holds no secret, wherever it stands', () => {
    const secret = 'hunter2'
    const { text } = logged((log) =>
      log.info(
        {
          authorization: secret,
          apiKey: secret,
          token: secret,
          configuration: { DATABASE_URL: secret, ANTHROPIC_API_KEY: secret, password: secret },
          req: { headers: { authorization: secret, 'x-api-key': secret, cookie: secret } },
          headers: { authorization: secret, 'x-api-key': secret },
          err: new Error(`connect to postgres://fieldwork:${secret}@db:5432/x failed`),
        },
        'secrets',
      ),
    )
    expect(text).not.toContain(secret)
    expect(text).toContain('[redacted]')
  })

  it('tells an error with its code and its causes, and no other member of it', () => {
    const refused = Object.assign(new Error('connection refused'), {
      code: 'ECONNREFUSED',
      detail: 'a whole row',
    })
    const { line, text } = logged((log) =>
      log.error({ err: new FieldworkError('store_unavailable', 'lost', { cause: refused }) }, 'failed'),
    )
    expect(line.err).toMatchObject({
      type: 'FieldworkError',
      code: 'store_unavailable',
      message: 'store_unavailable: lost',
      cause: { message: 'connection refused', code: 'ECONNREFUSED' },
    })
    expect(text).not.toContain('a whole row')
  })

  it('ends, also where causes go round in a circle, and tells what is no error', () => {
    const circle = new Error('round')
    circle.cause = circle
    expect(logged((log) => log.error({ err: circle }, 'x')).text.length).toBeLessThan(10_000)
    expect(logged((log) => log.error({ err: 'thrown' }, 'x')).line.err).toEqual({
      type: 'string',
      message: 'thrown',
    })
    const both = new AggregateError([new Error('first'), new Error('second')], 'all failed')
    expect(logged((log) => log.error({ err: both }, 'x')).line.err).toMatchObject({
      errors: [{ message: 'first' }, { message: 'second' }],
    })
  })
})
