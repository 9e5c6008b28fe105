import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { catalogue } from '@fieldwork/errors'
import { describe, expect, it } from 'vitest'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'
import { claudeCodeTranscript } from './transcripts.ts'

const withKey = (url = 'http://127.0.0.1:9') => ({ env: { FIELDWORK_KEY: KEY, FIELDWORK_URL: url } })

describe('an error', () => {
  it.each([
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['push', '.', '--frobnicate']],
    ['a missing argument', ['push']],
    ['no command at all', []],
    ['a path that is not there', ['push', 'no-such-file.jsonl']],
    ['a folder without transcripts', ['push', import.meta.dirname]],
    ['a batch size that is no number', ['push', '.', '--batch-size', 'many']],
    ['an empty person', ['push', '.', '--person', '']],
    ['an address that is no URL', ['status', '--url', 'here']],
  ])('of usage exits with 2: %s', async (_, args) => {
    const { code, stdout } = await fieldwork(args, withKey())
    expect(code).toBe(2)
    expect(stdout).toBe('')
  })

  it('of usage says which option is missing', async () => {
    const { code, stderr } = await fieldwork(['report'])
    expect(code).toBe(2)
    expect(stderr).toContain('FIELDWORK_KEY')
    expect(stderr).toContain(catalogue.usage.remedy)
  })

  it('says what happened, why, and what to do', async () => {
    await using service = await startStandIn()
    const { url } = service
    await service[Symbol.asyncDispose]()
    const { code, stdout, stderr } = await fieldwork(['status', 'some-batch'], withKey(url))
    expect(code).toBe(1)
    expect(stdout).toBe('')
    for (const part of [
      catalogue.service_unreachable.title,
      'ECONNREFUSED',
      catalogue.service_unreachable.cause,
      catalogue.service_unreachable.remedy,
    ]) {
      expect(stderr).toContain(part)
    }
  })

  it('of the service is told with its own code, and an upload it refuses is not repeated', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    await writeFile(join(folder.path, 'a.jsonl'), claudeCodeTranscript('s-a'))
    const { code, stderr } = await fieldwork(['push', folder.path, '--key', 'wrong'], withKey(service.url))
    expect(code).toBe(1)
    expect(stderr).toContain(catalogue.key_invalid.title)
    expect(service.keys).toEqual([])
    const unknown = await fieldwork(['status', '0198f5a2-3c1e-7d4b-9a6f-2b8c4d5e6f70'], withKey(service.url))
    expect(unknown.stderr).toContain(catalogue.batch_unknown.title)
    expect(unknown.code).toBe(1)
  })
})

describe('status', () => {
  it('shows a batch, what was rejected by line, and follows it', async () => {
    await using service = await startStandIn()
    const env = { ...withKey(service.url).env, FIELDWORK_PERSON: 'p' }
    const pushed = await fieldwork(['push', '-', '--json'], { env, input: 'nothing known' })
    const id = JSON.parse(pushed.stdout).batches[0].id
    const shown = await fieldwork(['status', id], { env })
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain('1 posted = 0 accepted + 0 duplicate + 0 revised + 1 rejected')
    expect(shown.stdout).toContain('line 1: of the service')
    const followed = await fieldwork(['status', id, '--watch', '--json'], { env })
    expect(JSON.parse(followed.stdout)).toMatchObject({
      batch: { id, materialised: true },
      rejections: [{ line: 1 }],
    })
  })
})
