import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'
import { claudeCodeTranscript } from './transcripts.ts'

describe('a dry run', () => {
  it('shows what would be sent and what was redacted, without a service or a key', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'a.jsonl'), claudeCodeTranscript('s-a'))
    await writeFile(join(folder.path, 'b.jsonl'), claudeCodeTranscript('s-b', 'It quotes [REDACTED:email]'))
    const { code, stdout } = await fieldwork(['push', folder.path, '--dry-run', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      sessions: [
        {
          file: join(folder.path, 'a.jsonl'),
          id: 's-a',
          turns: 1,
          project: '/srv/clock',
          redacted: { email: 1 },
        },
        { id: 's-b', redacted: {} },
      ],
      unreadable: [],
      skipped: 0,
      leftOut: 0,
    })
    expect(stdout).not.toContain('ada@example.org')
    const shown = await fieldwork(['push', folder.path, '--dry-run'])
    expect(shown.stdout).toContain('Would be sent: 2 sessions')
    expect(shown.stdout).toContain('Redacted: 1 email')
    expect(shown.stdout).toMatch(/claude-code-jsonl +│ s-a +│ clock/)
  })

  it('sends nothing, and tells what was sent before and what cannot be read', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    const env = { HOME: folder.path, FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY, FIELDWORK_PERSON: 'p' }
    await writeFile(join(folder.path, 'a.jsonl'), claudeCodeTranscript('s-a'))
    await fieldwork(['push', join(folder.path, 'a.jsonl')], { env })
    await writeFile(join(folder.path, 'b.jsonl'), '{}')
    const paths = ['a.jsonl', 'b.jsonl'].map((name) => join(folder.path, name))
    const { code, stdout } = await fieldwork(['push', ...paths, '--dry-run', '--json'], { env })
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      sessions: [],
      skipped: 1,
      unreadable: [{ code: 'source_unknown' }],
    })
    expect(service.uploads).toHaveLength(1)
  })
})
