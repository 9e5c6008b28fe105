import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { closers, createLogger } from '../src/index.ts'

type Line = {
  readonly level: string
  readonly msg: string
  readonly name?: string
  readonly err?: { message: string }
}

async function run(mode: string, signals: readonly NodeJS.Signals[]) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'ending-process.ts'), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: Line[] = []
  let sent = 0
  const output = createInterface(child.stdout)
  output.on('line', (text) => {
    const line: Line = JSON.parse(text)
    lines.push(line)
    const signal = signals[sent]
    if (signal && (line.msg === 'running' || line.msg === 'closing')) {
      sent += 1
      setTimeout(() => child.kill(signal), 20)
    }
  })
  const [status] = await once(child, 'exit')
  return {
    status,
    lines,
    closed: lines.filter(({ msg }) => /clos/.test(msg) && msg !== 'closing').map(({ name }) => name),
  }
}

describe('a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'closes what it opened in reverse order on %s, and exits 0',
    async (signal) => {
      const { status, lines, closed } = await run('wait', [signal])
      expect(status).toBe(0)
      expect(closed).toEqual(['last', 'hanging', 'broken', 'first'])
      const errors = lines
        .filter(({ level }) => level === 'error')
        .map(({ name, err }) => `${name}: ${err?.message}`)
      expect(errors).toEqual(['hanging: closing hanging took longer than 100 ms', 'broken: does not close'])
    },
  )

  it('exits at once on the second signal', async () => {
    const began = performance.now()
    const { status, closed } = await run('hang', ['SIGTERM', 'SIGINT'])
    expect(status).toBe(130)
    expect(closed).toEqual(['last'])
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  it.each(['throw', 'reject'])(
    'logs an error nobody caught as fatal, closes and exits 1 (%s)',
    async (mode) => {
      const { status, lines, closed } = await run(mode, [])
      expect(status).toBe(1)
      expect(lines.find(({ level }) => level === 'fatal')?.err?.message).toBe('nobody caught this')
      expect(closed).toEqual(['last', 'hanging', 'broken', 'first'])
    },
  )
})

describe('closing', () => {
  it('happens once, however often it is asked for', async () => {
    const closed: string[] = []
    const stack = closers({ log: createLogger({ service: 'test', level: 'silent' }) })
    for (const name of ['a', 'b']) {
      stack.push(name, async () => {
        await sleep(20)
        closed.push(name)
      })
    }
    await Promise.all([stack.closeAll(), stack.closeAll()])
    await stack.closeAll()
    expect(closed).toEqual(['b', 'a'])
  })
})
