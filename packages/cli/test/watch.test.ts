import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { fieldwork, startFieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'
import { claudeCodeTranscript } from './transcripts.ts'

const idOf = (line: object) =>
  'session' in line ? (line.session as { externalId: string }).externalId : null

async function until(holds: () => boolean) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe('a watching push', () => {
  it('sends a session when it has been idle, again when it has grown, and ends cleanly', async () => {
    await using home = await temporaryFolder()
    await using service = await startStandIn()
    const project = join(home.path, '.claude/projects/p')
    await mkdir(project, { recursive: true })
    await writeFile(join(project, 'a.jsonl'), claudeCodeTranscript('s-a'))
    const env = { HOME: home.path, FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY, FIELDWORK_PERSON: 'p' }
    const child = startFieldwork(['push', '--watch', '--idle', '1', '--yes'], { env, cwd: home.path })
    const ended = new Promise((resolve) => child.on('close', resolve))
    const output = text(child.stdout)
    const sent = () => service.uploads.flatMap(({ lines }) => lines.map(idOf))
    await until(() => sent().length === 1)
    await writeFile(join(project, 'b.jsonl'), claudeCodeTranscript('s-b'))
    await until(() => sent().length === 2)
    await appendFile(
      join(project, 'a.jsonl'),
      claudeCodeTranscript('s-a', 'And again').replaceAll('s-a-', 's-c-'),
    )
    await until(() => sent().length === 3)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(sent()).toEqual(['s-a', 's-b', 's-a'])
    expect(await output).toContain('1 accepted')
  })

  it('does not send what is being written', async () => {
    await using folder = await temporaryFolder()
    await using service = await startStandIn()
    const file = join(folder.path, 'a.jsonl')
    await writeFile(file, claudeCodeTranscript('s-a'))
    const env = { HOME: folder.path, FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
    const child = startFieldwork(['push', folder.path, '--watch', '--idle', '2'], { env })
    const ended = new Promise((resolve) => child.on('close', resolve))
    await new Promise((resolve) => child.stderr.once('data', resolve))
    for (let time = 0; time < 12; time += 1) {
      await appendFile(file, '\n')
      await new Promise((resolve) => setTimeout(resolve, 250))
      expect(service.uploads).toEqual([])
    }
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('goes on when the service comes back', async () => {
    await using folder = await temporaryFolder()
    const first = await startStandIn()
    await first[Symbol.asyncDispose]()
    await writeFile(join(folder.path, 'a.jsonl'), claudeCodeTranscript('s-a'))
    const env = { HOME: folder.path, FIELDWORK_URL: first.url, FIELDWORK_KEY: KEY }
    const child = startFieldwork(['push', folder.path, '--watch', '--idle', '1'], { env })
    const ended = new Promise((resolve) => child.on('close', resolve))
    let errors = ''
    child.stderr.on('data', (part) => {
      errors += part
    })
    await until(() => errors.includes('does not answer'))
    await using service = await startStandIn({ port: Number(new URL(first.url).port) })
    await until(() => service.uploads.length === 1)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })

  it.each([['-'], ['.', '--dry-run'], ['.', '--wait'], ['.', '--resend'], ['.', '--idempotency-key', 'k']])(
    'is refused for %s %s',
    async (...args) => {
      const { code } = await fieldwork(['push', ...args, '--watch'], { env: { FIELDWORK_KEY: KEY } })
      expect(code).toBe(2)
    },
  )
})
