import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { leavesOut, parseSince } from '../src/sources/selection.ts'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { claudeCodeTranscript } from './transcripts.ts'

describe('--since', () => {
  it.each([
    ['7d', '2026-11-13T00:00:00.000Z'],
    ['12h', '2026-11-19T12:00:00.000Z'],
    ['2w', '2026-11-06T00:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T10:00:00Z', '2026-11-01T10:00:00.000Z'],
  ])('takes %s', (text, time) => {
    expect(parseSince(text, Date.parse('2026-11-20T00:00:00Z'))).toBe(Date.parse(time))
  })

  it.each(['', 'yesterday', '7', '-7d', '2026-13-40', '7dd'])('refuses %j', (text) => {
    expect(parseSince(text, 0)).toBeUndefined()
  })

  it('looks at the last thing that happened, and at the file’s time first', async () => {
    await using folder = await temporaryFolder()
    const [touched, old] = ['touched.jsonl', 'old.jsonl'].map((name) => join(folder.path, name))
    for (const file of [touched, old]) await writeFile(file ?? '', claudeCodeTranscript(file ?? '')) // of January 2026
    await utimes(old ?? '', new Date('2026-01-02'), new Date('2026-01-02'))
    const dryRun = async (since: string) => {
      const { stdout } = await fieldwork(['push', folder.path, '--dry-run', '--json', '--since', since])
      const { sessions, leftOut } = JSON.parse(stdout)
      return [sessions.length, leftOut]
    }
    expect(await dryRun('2026-01-03')).toEqual([0, 2])
    expect(await dryRun('2026-01-01')).toEqual([2, 0])
    const { code } = await fieldwork(['push', folder.path, '--dry-run', '--since', 'yesterday'])
    expect(code).toBe(2)
  })
})

describe('--project', () => {
  const of = async (project: string | null) => {
    const { readTranscript } = await import('@fieldwork/sessions')
    return { ...(await readTranscript(claudeCodeTranscript('s'))).session, project }
  }
  it.each([
    ['clock', '/srv/clock', true],
    ['clock', 'C:\\work\\clock', true],
    ['clock', '/srv/clockwork', false],
    ['clock', '/srv/clock/below', false],
    ['/srv/clock', '/srv/clock/below', true],
    ['/srv/clock', '/srv/clockwork', false],
    ['/srv/clock/', '/srv/clock', true],
    ['.', process.cwd(), true],
    ['team/clock', 'team/clock', true],
  ])('%s holds what was done in %s: %s', async (project, folder, holds) => {
    expect(leavesOut({ since: null, project }, await of(folder))).toBe(!holds)
  })

  it('holds nothing that has no folder or cannot be read', async () => {
    expect(leavesOut({ since: null, project: 'clock' }, await of(null))).toBe(true)
    expect(leavesOut({ since: null, project: 'clock' }, null)).toBe(true)
    expect(leavesOut({ since: 0, project: null }, null)).toBe(false)
  })
})
