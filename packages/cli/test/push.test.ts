import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'
import { claudeCodeTranscript } from './transcripts.ts'

const PERSON = 'grace@example.net'
const environment = (url: string) => ({ FIELDWORK_URL: url, FIELDWORK_KEY: KEY, FIELDWORK_PERSON: PERSON })
const idOf = (line: object) =>
  'session' in line ? (line.session as { externalId: string }).externalId : null

/** One of each: plain, gzip, in a folder below, a list that is no session, an ending that is not taken. */
async function writeFiles(folder: string) {
  await mkdir(join(folder, 'below'))
  await writeFile(join(folder, 'a.jsonl'), claudeCodeTranscript('s-a'))
  await writeFile(join(folder, 'below', 'b.jsonl.gz'), gzipSync(claudeCodeTranscript('s-b')))
  await writeFile(join(folder, 'list.jsonl'), '{"id":"s-a","title":"secret plan"}\n')
  await writeFile(join(folder, 'notes.txt'), 'not taken')
}

describe('push', () => {
  it('sends a folder as one compressed batch of redacted sessions, with person and key', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    await writeFiles(folder.path)
    const ended = await fieldwork(['push', folder.path], { env: environment(service.url) })
    const [upload] = service.uploads
    expect(service.uploads).toHaveLength(1)
    expect(upload?.lines.map(idOf)).toEqual(['s-a', 's-b', null])
    expect(upload?.lines.map(({ person }) => person)).toEqual([PERSON, PERSON, PERSON])
    expect(upload?.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-encoding': 'zstd',
      authorization: `Bearer ${KEY}`,
    })
    expect(upload?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/)
    expect(upload?.text).not.toContain('ada@example.org')
    expect(ended.code).toBe(1)
  })

  it('tells what was rejected by file and reason, and nothing of the person or the content', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    await writeFiles(folder.path)
    const { code, stdout, stderr } = await fieldwork(['push', folder.path], { env: environment(service.url) })
    expect(code).toBe(1)
    expect(stdout).toContain('3 posted = 2 accepted + 0 duplicate + 0 revised + 1 rejected')
    expect(stdout).toContain('source_unknown')
    expect(stdout).toContain('list.jsonl')
    expect(stdout).toContain('the remedy')
    expect(stderr).toBe('sending: 3 of 3 sessions\n')
    expect(stdout + stderr).not.toContain(PERSON)
    expect(service.uploads[0]?.lines[2]).toEqual({
      transcript: '',
      source: 'unknown',
      name: 'list',
      person: PERSON,
    })
    expect(service.uploads[0]?.text).not.toContain('secret plan')
  })

  it('exits with 0 when nothing was rejected, and waits where it is told to', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    await writeFile(join(folder.path, 'a.jsonl'), claudeCodeTranscript('s-a'))
    const args = ['push', join(folder.path, 'a.jsonl'), '--wait']
    const { code, stdout, stderr } = await fieldwork(args, { env: environment(service.url) })
    expect(stdout).toContain('annotated, and in the cohorts')
    expect(stderr).toContain('materialising: 1 of 1 sessions')
    expect(code).toBe(0)
  })

  it('reads standard input, compressed or not', async () => {
    await using service = await startStandIn()
    const env = environment(service.url)
    const plain = claudeCodeTranscript('s-in')
    expect((await fieldwork(['push', '-'], { env, input: plain })).code).toBe(0)
    expect((await fieldwork(['push', '-'], { env, input: gzipSync(plain) })).code).toBe(0)
    expect(service.uploads.map(({ lines }) => lines.map(idOf))).toEqual([['s-in'], ['s-in']])
    expect((await fieldwork(['push', '-'], { env, input: '' })).code).toBe(1)
    expect(service.uploads[2]?.lines).toMatchObject([
      { transcript: '', name: expect.stringMatching(/^stdin-/) },
    ])
  })

  it('repeats a broken upload with the same key and the same lines', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn({ breaks: 1 })
    await writeFiles(folder.path)
    const args = [
      'push',
      join(folder.path, 'a.jsonl'),
      join(folder.path, 'below'),
      '--idempotency-key',
      'again',
    ]
    const { code } = await fieldwork(args, { env: environment(service.url) })
    expect(code).toBe(0)
    expect(service.keys).toEqual(['again', 'again'])
    expect(service.uploads[0]?.lines.map(idOf)).toEqual(['s-a', 's-b'])
  })

  it('cuts batches at --batch-size, each with a key of its own, and adds their counts up', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    await writeFiles(folder.path)
    const args = ['push', folder.path, '--batch-size', '2', '--idempotency-key', 'k', '--json']
    const { code, stdout } = await fieldwork(args, { env: environment(service.url) })
    const outcome = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(service.keys).toEqual(['k', 'k-2'])
    expect(service.uploads.map(({ lines }) => lines.map(idOf))).toEqual([['s-a', 's-b'], [null]])
    expect(outcome.counts).toEqual({ posted: 3, accepted: 2, duplicate: 0, revised: 0, rejected: 1 })
    expect(outcome.batches).toHaveLength(2)
    expect(outcome.rejections).toMatchObject([
      {
        file: join(folder.path, 'list.jsonl'),
        line: 1,
        code: 'source_unknown',
        batch: outcome.batches[1].id,
      },
    ])
  })

  it('accounts for a file that is damaged', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    const whole = gzipSync(claudeCodeTranscript('s-a'))
    await writeFile(join(folder.path, 'cut.jsonl.gz'), whole.subarray(0, whole.length - 20))
    const { code, stdout } = await fieldwork(['push', folder.path], { env: environment(service.url) })
    expect(code).toBe(1)
    expect(stdout).toContain('the gzip data ends early')
    expect(service.uploads[0]?.lines).toMatchObject([{ transcript: '', name: 'cut' }])
  })

  it('takes the person from git in a repository', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    const { execFileSync } = await import('node:child_process')
    execFileSync('git', ['init', '--quiet', folder.path])
    execFileSync('git', ['-C', folder.path, 'config', 'user.email', 'git@example.net'])
    const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
    await fieldwork(['push', '-'], { env, input: claudeCodeTranscript('s'), cwd: folder.path })
    expect(service.uploads[0]?.lines[0]?.person).toBe('git@example.net')
  })
})
