import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'
import { claudeCodeTranscript } from './transcripts.ts'

/** Commits files to a branch without a working tree, as Entire does. */
function commit(repository: string, ref: string, files: Readonly<Record<string, string>>) {
  const git = (args: string[], input?: string) =>
    execFileSync('git', ['-C', repository, ...args], {
      input,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_INDEX_FILE: `${repository}/.git/index-of-the-test`,
        GIT_AUTHOR_NAME: 'a',
        GIT_AUTHOR_EMAIL: 'a@example.net',
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@example.net',
      },
    }).trim()
  git(['read-tree', '--empty'])
  for (const [path, content] of Object.entries(files)) {
    const blob = git(['hash-object', '-w', '--stdin'], content)
    git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`])
  }
  git(['update-ref', ref, git(['commit-tree', git(['write-tree']), '-m', 'checkpoint'])])
}

const metadata = (id: string, at: string) =>
  JSON.stringify({ session_id: id, created_at: at, agent: 'wrong' })
const grown = (id: string) =>
  claudeCodeTranscript(id) + claudeCodeTranscript(id, 'More').replaceAll(`${id}-`, `${id}x-`)

const checkpoints = {
  '0a/0000000001/metadata.json': JSON.stringify({ checkpoint_id: '0a0000000001' }),
  '0a/0000000001/0/metadata.json': metadata('s-a', '2026-11-01T00:00:00Z'),
  '0a/0000000001/0/full.jsonl': claudeCodeTranscript('s-a'),
  '0a/0000000001/1/metadata.json': metadata('s-b', '2026-11-01T00:00:00Z'),
  '0a/0000000001/1/full.jsonl': claudeCodeTranscript('s-b'),
  '00/0000000002/0/metadata.json': metadata('s-a', '2026-11-02T00:00:00Z'),
  '00/0000000002/0/full.jsonl': grown('s-a'),
  '00/0000000002/0/prompt.txt': 'More',
  // In the older layout, and in pieces.
  'ff/0000000003/metadata.json': metadata('s-c', '2026-11-03T00:00:00Z'),
  'ff/0000000003/full.jsonl': claudeCodeTranscript('s-c').trimEnd(),
  'ff/0000000003/full.jsonl.001': claudeCodeTranscript('s-c', 'More').replaceAll('s-c-', 's-cx-'),
}

async function dryRun(repository: string) {
  const { code, stdout, stderr } = await fieldwork(['push', '--entire', repository, '--dry-run', '--json'])
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout).sessions.map(({ id, turns }: { id: string; turns: number }) => [id, turns])
}

describe('push --entire', () => {
  it.each(['refs/heads/entire/checkpoints/v1', 'refs/remotes/origin/entire/checkpoints/v1'])(
    'takes the last checkpoint of each session of %s',
    async (ref) => {
      await using folder = await temporaryFolder()
      execFileSync('git', ['init', '--quiet', folder.path])
      commit(folder.path, ref, checkpoints)
      expect(await dryRun(folder.path)).toEqual([
        ['s-a', 2],
        ['s-b', 1],
        ['s-c', 2],
      ])
    },
  )

  it('sends each once, also from a hook of another repository', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    execFileSync('git', ['init', '--quiet', folder.path])
    commit(folder.path, 'refs/heads/entire/checkpoints/v1', checkpoints)
    const env = {
      HOME: folder.path,
      FIELDWORK_URL: service.url,
      FIELDWORK_KEY: KEY,
      FIELDWORK_PERSON: 'p',
      GIT_DIR: '/nowhere/.git',
    }
    const push = async () =>
      JSON.parse((await fieldwork(['push', '--entire', folder.path, '--json'], { env })).stdout)
    expect(await push()).toMatchObject({ counts: { posted: 3, accepted: 3 }, skipped: 0 })
    expect(await push()).toMatchObject({ counts: { posted: 3, duplicate: 3 }, skipped: 3 })
  })

  it('joins the branch of this machine and those of others', async () => {
    await using folder = await temporaryFolder()
    execFileSync('git', ['init', '--quiet', folder.path])
    commit(folder.path, 'refs/remotes/origin/entire/checkpoints/v1', checkpoints)
    commit(folder.path, 'refs/heads/entire/checkpoints/v1', {
      '11/0000000004/0/metadata.json': metadata('s-d', '2026-11-04T00:00:00Z'),
      '11/0000000004/0/full.jsonl': claudeCodeTranscript('s-d'),
    })
    expect((await dryRun(folder.path)).map(([id]: string[]) => id)).toEqual(['s-a', 's-b', 's-c', 's-d'])
  })

  it('says what is missing where there are none', async () => {
    await using folder = await temporaryFolder()
    const before = await fieldwork(['push', '--entire', folder.path, '--dry-run'])
    expect(before).toMatchObject({ code: 2, stderr: expect.stringContaining('no repository') })
    execFileSync('git', ['init', '--quiet', folder.path])
    const after = await fieldwork(['push', '--entire', folder.path, '--dry-run'])
    expect(after).toMatchObject({ code: 2, stderr: expect.stringContaining('no checkpoint') })
  })
})
