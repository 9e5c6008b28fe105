import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findInstalledAgents } from '../src/installed-agents.ts'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'
import { claudeCodeTranscript } from './transcripts.ts'

async function fill(folder: string, files: readonly string[]) {
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), claudeCodeTranscript(file.replaceAll('/', '-')))
  }
}

const transcripts = {
  'Claude Code': [
    '.claude/projects/-srv-clock/s-1.jsonl',
    '.claude/projects/-srv-clock/s-1/subagents/agent-2.jsonl',
  ],
  Codex: [
    '.codex/sessions/2026/11/02/rollout-2026-11-02T03-04-05-x.jsonl',
    '.codex/archived_sessions/rollout-2026-10-02T03-04-05-y.jsonl',
  ],
  'Gemini CLI': ['.gemini/tmp/clock/chats/session-1.json', '.gemini/tmp/clock/chats/session-2.jsonl'],
  OpenCode: ['.local/share/opencode/opencode.db'],
  'Copilot CLI': ['.copilot/session-state/s-3/events.jsonl', '.copilot/session-state/s-4.jsonl'],
  Cursor: ['.cursor/projects/srv-clock/agent-transcripts/s-5/s-5.jsonl'],
  SpecStory: ['here/.specstory/history/2026-11-02_clock.md'],
}

const others = [
  '.claude/settings.json',
  '.codex/history.jsonl',
  '.codex/sessions/index.jsonl',
  '.gemini/tmp/clock/logs.json',
  '.local/share/opencode/opencode.db-wal',
  '.copilot/session-state/s-3/files/data.jsonl',
  '.cursor/projects/srv-clock/mcps/tools.jsonl',
  'here/README.md',
]

describe('the agents of a machine', () => {
  it('are found with their transcripts and with nothing else', async () => {
    await using home = await temporaryFolder()
    await fill(home.path, [...Object.values(transcripts).flat(), ...others])
    const found = await findInstalledAgents({}, join(home.path, 'here'), home.path)
    const names = found.map(({ agent, files }) => [agent, files.map((file) => relative(home.path, file))])
    expect(Object.fromEntries(names)).toEqual(
      Object.fromEntries(
        Object.entries(transcripts).map(([agent, files]) => [agent, expect.arrayContaining(files)]),
      ),
    )
    expect(found.flatMap(({ files }) => files)).toHaveLength(Object.values(transcripts).flat().length)
  })

  it('are looked for where their variables say', async () => {
    await using home = await temporaryFolder()
    await fill(home.path, [
      'c/projects/p/s.jsonl',
      'x/sessions/rollout-1.jsonl',
      'g/.gemini/tmp/p/chats/s.json',
      'd/opencode/opencode.db',
      'p/session-state/s/events.jsonl',
    ])
    const at = (name: string) => join(home.path, name)
    const environment = {
      CLAUDE_CONFIG_DIR: at('c'),
      CODEX_HOME: at('x'),
      GEMINI_CLI_HOME: at('g'),
      XDG_DATA_HOME: at('d'),
      COPILOT_HOME: at('p'),
    }
    const found = await findInstalledAgents(environment, home.path, at('empty'))
    expect(found.map(({ agent }) => agent)).toEqual([
      'Claude Code',
      'Codex',
      'Gemini CLI',
      'OpenCode',
      'Copilot CLI',
    ])
  })
})

describe('push without a path', () => {
  it('shows what it found and sends nothing where nobody can be asked', async () => {
    await using home = await temporaryFolder()
    await using service = await startStandIn()
    await fill(home.path, transcripts['Claude Code'])
    const env = { HOME: home.path, FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
    const { code, stdout, stderr } = await fieldwork(['push'], { env, cwd: home.path })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/Claude Code +│ 2 /)
    expect(stderr).toContain('--yes')
    expect(service.uploads).toEqual([])
  })

  it('sends what it found with --yes', async () => {
    await using home = await temporaryFolder()
    await using service = await startStandIn()
    await fill(home.path, transcripts['Claude Code'])
    const env = { HOME: home.path, FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
    const { code, stdout } = await fieldwork(['push', '--yes', '--json'], { env, cwd: home.path })
    expect(code).toBe(0)
    expect(JSON.parse(stdout).counts).toMatchObject({ posted: 2, accepted: 2 })
  })

  it('says so where there is no agent', async () => {
    const { code, stderr } = await fieldwork(['push', '--yes'], {
      env: { FIELDWORK_KEY: KEY },
      cwd: import.meta.dirname,
    })
    expect(code).toBe(2)
    expect(stderr).toContain('no agent has sessions')
  })
})
