import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { claudeCodeTranscript } from './transcripts.ts'

const expected = {
  turns: 1,
  actions: 1,
  actionsFailed: 0,
  actionsUnanswered: 0,
  sidechainActions: 0,
  agentTextWords: 3,
  agentWords: 5,
  linesAdded: 0,
  linesRemoved: 0,
  filesTouched: 0,
  interruptions: 0,
  steers: 0,
  modelCalls: 1,
  inputTokens: 11,
  outputTokens: 7,
  cacheReadTokens: 3,
  cacheCreationTokens: 2,
  startedAt: '2026-01-02T03:04:01.000Z',
  endedAt: '2026-01-02T03:04:03.000Z',
  month: '2026-01',
  mainModel: 'model-a',
  agent: 'claude-code',
  entrypoint: null,
  headless: false,
}

describe('measure', () => {
  it('counts a transcript, compressed or not, without a service', async () => {
    await using folder = await temporaryFolder()
    const plain = join(folder.path, 'a.jsonl')
    const zipped = join(folder.path, 'b.jsonl.gz')
    await writeFile(plain, claudeCodeTranscript('s-a'))
    await writeFile(zipped, gzipSync(claudeCodeTranscript('s-b')))
    const { code, stdout } = await fieldwork(['measure', plain, zipped, '--json'])
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(objects).toEqual([
      { file: plain, ...expected },
      { file: zipped, ...expected },
    ])
  })

  it('shows a table where JSON is not asked for', async () => {
    const { code, stdout } = await fieldwork(['measure', '-'], { input: claudeCodeTranscript('s-a') })
    expect(code).toBe(0)
    expect(stdout).toMatch(/turns +│ 1 /)
    expect(stdout).toMatch(/entrypoint +│ – /)
  })

  it('accounts for a file that it cannot read and goes on with the next', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'a.json'), '{}')
    await writeFile(join(folder.path, 'b.jsonl'), claudeCodeTranscript('s-b'))
    const { code, stdout, stderr } = await fieldwork(['measure', folder.path, '--json'])
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(1)
    expect(objects).toMatchObject([{ error: { code: 'source_unknown' } }, { turns: 1 }])
    expect(stderr).toContain('a.json')
  })
})
