import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { claudeCodeTranscript } from './transcripts.ts'

describe('render', () => {
  it('prints what the classifiers read, redacted, one object per file', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'a.jsonl'), claudeCodeTranscript('s-a'))
    await writeFile(join(folder.path, 'b.jsonl'), claudeCodeTranscript('s-b', 'word '.repeat(2_000)))
    await writeFile(join(folder.path, 'c.json'), '{}')
    const { code, stdout } = await fieldwork(['render', folder.path, '--json'])
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(1)
    expect(objects).toMatchObject([
      {
        file: join(folder.path, 'a.jsonl'),
        text: expect.stringMatching(/^HUMAN:\nMail \[REDACTED:email\]/),
        cut: false,
      },
      { file: join(folder.path, 'b.jsonl'), text: expect.stringContaining('characters cut'), cut: true },
      { error: { code: 'source_unknown' } },
    ])
  })

  it('says above each text what it is of and whether it was cut', async () => {
    const { code, stdout } = await fieldwork(['render', '-'], {
      input: claudeCodeTranscript('s', 'word '.repeat(2_000)),
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^==> - \(cut\) <==\nHUMAN:\nword /)
  })
})
