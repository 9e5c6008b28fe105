import { appendFile, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSentMemory } from '../src/sent-memory.ts'
import { fieldwork, startFieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'
import { claudeCodeTranscript } from './transcripts.ts'

async function machine() {
  const home = await temporaryFolder()
  const sessions = await temporaryFolder()
  const service = await startStandIn()
  const env = {
    HOME: home.path,
    FIELDWORK_URL: service.url,
    FIELDWORK_KEY: KEY,
    FIELDWORK_PERSON: 'grace@example.net',
  }
  const push = async (...args: string[]) => {
    const { code, stdout, stderr } = await fieldwork(['push', sessions.path, '--json', ...args], { env })
    if (stdout === '') throw new Error(stderr)
    return { code, ...JSON.parse(stdout) }
  }
  const write = (name: string, id: string, prompt?: string) =>
    writeFile(join(sessions.path, name), claudeCodeTranscript(id, prompt))
  return {
    env,
    push,
    write,
    service,
    sessions: sessions.path,
    state: join(home.path, '.local/state/fieldwork/sent'),
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      await sessions[Symbol.asyncDispose]()
      await home[Symbol.asyncDispose]()
    },
  }
}

describe('what was sent', () => {
  it('is not sent again while it is unchanged, and is accounted for', async () => {
    await using on = await machine()
    await on.write('a.jsonl', 's-a')
    await on.write('b.jsonl', 's-b')
    expect(await on.push()).toMatchObject({ counts: { posted: 2 }, skipped: 0 })
    expect(await on.push()).toMatchObject({
      code: 0,
      batches: [],
      counts: { posted: 2, duplicate: 2 },
      skipped: 2,
    })
    await on.write('b.jsonl', 's-b', 'And one more thing')
    expect(await on.push()).toMatchObject({ counts: { posted: 2, duplicate: 1 }, skipped: 1 })
    expect(on.service.uploads).toHaveLength(2)
  })

  it('is known by what it says, though its file was touched or copied', async () => {
    await using on = await machine()
    await on.write('a.jsonl', 's-a')
    await on.push()
    await utimes(join(on.sessions, 'a.jsonl'), 1, 1)
    await on.write('again.jsonl', 's-a')
    const again = await on.push()
    expect(again).toMatchObject({ counts: { posted: 1, duplicate: 1 }, skipped: 1 })
    expect(again.superseded).toHaveLength(1)
  })

  it('is sent again with --resend, and with an idempotency key', async () => {
    await using on = await machine()
    await on.write('a.jsonl', 's-a')
    await on.push()
    expect(await on.push('--resend')).toMatchObject({ counts: { posted: 1 }, skipped: 0 })
    expect(await on.push('--idempotency-key', 'k')).toMatchObject({ counts: { posted: 1 }, skipped: 0 })
  })

  it('is what the service took: a rejected line is sent again', async () => {
    await using on = await machine()
    await on.write('a.jsonl', 's-a')
    await writeFile(join(on.sessions, 'b.json'), '{}')
    expect(await on.push()).toMatchObject({ code: 1, counts: { posted: 2, rejected: 1 } })
    expect(await on.push()).toMatchObject({
      code: 1,
      counts: { posted: 2, duplicate: 1, rejected: 1 },
      skipped: 1,
    })
  })

  it('is known to one person and one service alone', async () => {
    await using on = await machine()
    await on.write('a.jsonl', 's-a')
    await on.push()
    expect(await on.push('--person', 'ada@example.net')).toMatchObject({ counts: { posted: 1 } })
    expect(await on.push()).toMatchObject({ counts: { posted: 1, duplicate: 1 }, skipped: 1 })
    expect(await readdir(on.state)).toHaveLength(2)
  })

  it('is written down without paths, people, keys or content', async () => {
    await using on = await machine()
    await on.write('clockwork.jsonl', 's-clock')
    await on.push()
    const names = await readdir(on.state)
    const text = (await Promise.all(names.map((name) => readFile(join(on.state, name), 'utf8')))).join()
    for (const secret of [on.sessions, 'grace', KEY, 's-clock', 'clockwork.jsonl']) {
      expect(names.join() + text).not.toContain(secret)
    }
  })

  it('survives the killing of the push: the batches that were taken are not sent again', async () => {
    await using on = await machine()
    const names = Array.from({ length: 12 }, (_, index) => `s-${index}`)
    for (const name of names) await on.write(`${name}.jsonl`, name)
    const child = startFieldwork(['push', on.sessions, '--batch-size', '2'], { env: on.env })
    const ended = new Promise((resolve) => child.on('close', resolve))
    while (on.service.uploads.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    child.kill('SIGKILL')
    await ended
    const before = on.service.uploads.length
    const resumed = await on.push('--batch-size', '2')
    expect(resumed.counts.posted).toBe(12)
    // The batch that was on its way may have been taken without the killed process knowing.
    expect(resumed.skipped).toBeGreaterThanOrEqual(2 * (before - 1))
    expect(await on.push()).toMatchObject({ counts: { posted: 12, duplicate: 12 }, skipped: 12 })
  })
})

const fail = (error: Error) => {
  throw error
}

describe('the memory', () => {
  it('fails no push where it cannot be written', async () => {
    await using on = await machine()
    await on.write('a.jsonl', 's-a')
    await writeFile(join(on.env.HOME, '.local'), 'no folder')
    const { code, stdout, stderr } = await fieldwork(['push', on.sessions], { env: on.env })
    expect(code).toBe(0)
    expect(stdout).toContain('1 accepted')
    expect(stderr).toContain('could not be written down')
  })

  it('loses nothing to a half-written entry, nor to others that write at once', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'sent', 'x.jsonl')
    const first = await openSentMemory(file, fail)
    first.remember('f1', 'c1')
    await first.save()
    await appendFile(file, '{"file":"f2","con')
    const several = await Promise.all([
      openSentMemory(file, fail),
      openSentMemory(file, fail),
      openSentMemory(file, fail),
    ])
    for (const [index, memory] of several.entries()) {
      for (let n = 0; n < 500; n += 1) memory.remember(`f-${index}-${n}`, `c-${index}-${n}`)
    }
    await Promise.all(several.map((memory) => memory.save()))
    const after = await openSentMemory(file, fail)
    expect(after.knowsFile('f1')).toBe(true)
    expect(after.knowsFile('f2')).toBe(false)
    for (let index = 0; index < 3; index += 1) {
      for (let n = 0; n < 500; n += 1) expect(after.knowsFile(`f-${index}-${n}`)).toBe(true)
    }
    expect(after.knowsFile(null)).toBe(false)
  })
})
