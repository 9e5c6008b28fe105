import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'

const label = {
  id: 'one',
  annotator: 'A',
  repo: 'a/repository',
  work_mode: 'build',
  decisions: [{ kind: 'planning', by: 'user', what: 'a marzipan text' }],
  expertise: '3',
  success_signal: 4,
  failure_signal: 0,
  task_value: { title: 'a marzipan title', usd: 120 },
  confidence: { work_mode: 0.5 },
}
/** The same as it is sent: no texts, nothing that is not compared, levels as the codebook has them. */
const sent = {
  id: 'one',
  work_mode: 'build',
  decisions: [{ kind: 'planning', by: 'user' }],
  expertise: '3',
  success_signal: '4',
  failure_signal: '0',
  task_value: { usd: 120 },
}

const jsonl = (...lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** `fieldwork validate` beside the labels of a file. */
async function validate(labels: string, ...args: readonly string[]) {
  await using folder = await temporaryFolder()
  await using service = await startStandIn()
  const file = join(folder.path, 'labels.jsonl')
  await writeFile(file, labels)
  const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
  const ended = await fieldwork(['validate', '--reference', file, ...args], { env, cwd: folder.path })
  return { ...ended, posted: service.posted }
}

describe('validate --reference', () => {
  it('sends the labels without a text, to the current run, and shows how far they agree', async () => {
    const { code, stdout, stderr, posted } = await validate(jsonl(label))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(posted).toEqual([{ run: '7', references: [sent] }])
    expect(JSON.stringify(posted)).not.toContain('marzipan')
    expect(stdout).toContain('Run 7 (local 3, codebook 2) beside reference labels: 40 sessions of 6 people.')
    expect(stdout).toContain('41 labels = 40 compared + 1 of unknown sessions')
    for (const told of [
      '0.58 (0.30 – 0.86)',
      '80 % (64 – 90)',
      '55 % fix',
      '0.70 (0.50 – 0.90)*',
      'suppressed',
    ])
      expect(stdout).toContain(told)
    expect(stdout).toContain('78–98 %')
    expect(stdout).not.toContain('run ↓')
  })

  it('takes of several readings of a session the one that is meant', async () => {
    const both = jsonl({ ...label, annotator: 'B', work_mode: 'fix' }, label, { ...label, id: 'two' })
    const modes = async (...args: readonly string[]) => {
      const { posted } = await validate(both, ...args)
      return posted[0]?.references.map(({ id, work_mode }) => `${id} ${work_mode}`)
    }
    expect(await modes()).toEqual(['one fix', 'two build'])
    expect(await modes('--annotator', 'A')).toEqual(['one build', 'two build'])
    expect(await modes('--annotator', 'B')).toEqual(['one fix'])
  })

  it('finds a session that a label names by its file', async () => {
    await using folder = await temporaryFolder()
    const entry = {
      type: 'user',
      uuid: 'u1',
      sessionId: 'its-own-id',
      timestamp: '2026-03-02T09:00:00Z',
      message: { role: 'user', content: 'mend the build' },
    }
    await mkdir(join(folder.path, 'below'))
    await writeFile(join(folder.path, 'below', '2026-03-02-a-file.jsonl'), jsonl(entry))
    await writeFile(join(folder.path, 'manifest.jsonl'), jsonl({ no: 'transcript' }))
    const labels = jsonl({ ...label, id: '2026-03-02-a-file' }, { ...label, id: 'its-own-id-not' })
    const { posted, stderr } = await validate(labels, '--sessions', folder.path)
    expect(stderr).toBe('')
    expect(posted[0]?.references.map(({ id, source }) => [id, source])).toEqual([
      ['its-own-id', 'claude-code-jsonl'],
      ['its-own-id-not', undefined],
    ])
  })

  it('shows the confusion matrices where they are asked for, and all of it as Markdown', async () => {
    const { stdout } = await validate(jsonl(label), '--confusion', '--markdown')
    expect(stdout).toContain('| work_mode: run ↓ reference → | build | fix |')
    expect(stdout).toContain('| build | 10 | 0 |')
    expect(stdout).not.toMatch(/[│┌]/)
  })

  it('is data with --json', async () => {
    const { stdout } = await validate(jsonl(label), '--json')
    expect(JSON.parse(stdout)).toMatchObject({ run: { id: 7 }, agreement: { sessions: 40 } })
  })

  it.each([
    ['no JSON', '{"id": "one"\n', 'line 1'],
    ['no label', jsonl(label, { ...label, work_mode: 'dance' }), 'line 2: /work_mode'],
    ['no id', jsonl({ work_mode: 'build' }), 'line 1'],
    ['nothing', '', 'there is no label'],
  ])('says where a file holds %s', async (_, text, told) => {
    const { code, stderr, posted } = await validate(text)
    expect({ code, posted }).toEqual({ code: 2, posted: [] })
    expect(stderr).toContain(told)
  })
})

describe('validate', () => {
  const ask = async (...args: readonly string[]) => {
    await using service = await startStandIn()
    const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
    return await fieldwork(['validate', ...args], { env })
  }

  it('sets a run beside another', async () => {
    const { code, stdout } = await ask('--run', '7', '--with', '8')
    expect(code).toBe(0)
    expect(stdout).toContain('Run 7 (local 3, codebook 2) beside Run 8 (anthropic 1, codebook 2)')
    expect(stdout).toContain('run 8’s mean')
  })

  it('shows the study’s validation tables beside the published figures', async () => {
    const { code, stdout } = await ask('--tables')
    expect(code).toBe(0)
    expect(stdout).toContain('SUCCESS SIGNAL AGAINST OUTCOME')
    expect(stdout).toMatch(/success signal 5.*88\.0%.*90%/)
    expect(stdout).toContain('Labels of local 3, codebook 2 (run 7).')
    expect(JSON.parse((await ask('--tables', '--json')).stdout)).toMatchObject({ rows: [{ value: 0.88 }] })
  })

  it.each([
    [[]],
    [['--tables', '--with', '8']],
    [['--reference', 'nowhere.jsonl']],
    [['--with', '8', '--sessions', '.']],
    [['--with', 'eight']],
    [['--tables', '--json', '--markdown']],
    [['--reference', 'x', '--annotator', 'C']],
  ])('does not understand %j', async (args) => {
    const { code, stdout } = await ask(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})
