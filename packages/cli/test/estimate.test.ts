import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startModelSimulator } from '@fieldwork/testkit'
import { describe, expect, it } from 'vitest'
import { fieldwork, temporaryFolder } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'
import { claudeCodeTranscript } from './transcripts.ts'

const longPrompt = 'Look at the totals of the report again. '.repeat(120)

/** Two sessions of a person, one of nobody, and a file that tells none. */
async function fill(folder: string): Promise<void> {
  await writeFile(join(folder, 'a.jsonl'), claudeCodeTranscript('s-a'))
  await writeFile(join(folder, 'b.jsonl'), claudeCodeTranscript('s-b', longPrompt))
  const nobody = claudeCodeTranscript('s-c').split('\n').slice(1).join('\n')
  await writeFile(join(folder, 'c.jsonl'), nobody)
  await writeFile(join(folder, 'd.json'), '{}')
}

describe('an estimate of sessions on this machine', () => {
  it('accounts for every file, and costs each strategy and way, without a service or a key', async () => {
    await using folder = await temporaryFolder()
    await fill(folder.path)
    const { code, stdout } = await fieldwork(['estimate', folder.path, '--json'])
    const estimate = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(estimate).toMatchObject({
      sessions: 2,
      headless: 1,
      unreadable: [{ file: join(folder.path, 'd.json'), code: 'source_unknown' }],
      leftOut: 0,
      superseded: [],
      estimates: [
        { model: 'claude-sonnet-4-6', strategy: 'faithful', counted: 0 },
        { model: 'claude-sonnet-4-6', strategy: 'frugal' },
      ],
    })
    for (const { usd, usdPerSession, calls } of estimate.estimates) {
      expect(usd.batches.expected).toBeLessThan(0.8 * usd.direct.expected)
      expect(usd.direct.expected).toBeGreaterThan(0)
      expect(usdPerSession.median).toBeLessThan(usdPerSession.max)
      expect(calls).toBeGreaterThanOrEqual(2)
    }
    expect(stdout).not.toMatch(/Look at the totals|ada@example/)
  })

  it('shows a table with ranges, what it rests on, and what was left out', async () => {
    await using folder = await temporaryFolder()
    await fill(folder.path)
    const args = ['estimate', join(folder.path, 'a.jsonl'), join(folder.path, 'c.jsonl')]
    const { code, stdout } = await fieldwork([...args, '--repairs', '0.1', '--requests-per-minute', '2'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/faithful +│ direct +│ \d\.\d{3} \(\d\.\d{3}–\d\.\d{3}\) +│ \d\.\d\d +│ 6 min/)
    expect(stdout).toMatch(/nine uncached calls/)
    expect(stdout).toContain('Characters a token: 3.50, assumed')
    expect(stdout).toContain('Calls that are repeated: 10.0 %')
    expect(stdout).toContain('Sessions: 1; not annotated, since nobody took part: 1')
  })

  it('takes several models, leaves out by project, and says so where no session is left', async () => {
    await using folder = await temporaryFolder()
    await fill(folder.path)
    const path = join(folder.path, 'a.jsonl')
    const models = ['--model', 'claude-haiku-4-5', '--model', 'claude-opus-5']
    const { stdout } = await fieldwork(['estimate', path, ...models, '--json'])
    const { estimates } = JSON.parse(stdout)
    expect(estimates.map(({ model }: { model: string }) => model)).toEqual([
      'claude-haiku-4-5',
      'claude-haiku-4-5',
      'claude-opus-5',
      'claude-opus-5',
    ])
    const nothing = await fieldwork(['estimate', path, '--project', 'another'])
    expect(nothing).toMatchObject({ code: 0, stdout: expect.stringContaining('no session to annotate') })
    expect(nothing.stdout).toContain('Left out by --since or --project: 1')
  })

  it('has tokens counted where it is told to, and sends redacted text alone', async () => {
    await using folder = await temporaryFolder()
    await fill(folder.path)
    const simulator = await startModelSimulator()
    try {
      const env = { ANTHROPIC_API_KEY: 'key-of-the-test', ANTHROPIC_BASE_URL: simulator.url }
      const paths = ['a.jsonl', 'b.jsonl'].map((name) => join(folder.path, name))
      const { code, stdout } = await fieldwork(['estimate', ...paths, '--count-tokens', '--json'], { env })
      expect(code).toBe(0)
      const [{ counted, assumptions }] = JSON.parse(stdout).estimates
      expect(counted).toBe(2)
      expect(assumptions.charactersPerToken).toBeCloseTo(4, 1)
      expect(simulator.requests('messages')).toEqual([])
      const sent = JSON.stringify(simulator.requests('count_tokens').map(({ body }) => body))
      expect(sent).toContain('[REDACTED:email]')
      expect(sent).not.toContain('ada@example.org')
    } finally {
      await simulator.close()
    }
  })

  it.each([
    [['--model', 'unheard-of'], /no price is known for the model unheard-of; known are claude-/],
    [['--count-tokens'], /needs ANTHROPIC_API_KEY/],
    [['--since', 'yesterday'], /--since is no date/],
    [['--repairs', '2'], /no share between 0 and 1/],
    [['--until', '2026-04'], /--until needs --service/],
    [['--service', '--project', 'x'], /--project does not go with --service/],
    [['--service', '--since', '7d', '--key', 'k'], /--since is a month/],
  ])('refuses %j', async (args, said) => {
    await using folder = await temporaryFolder()
    await fill(folder.path)
    const path = args.includes('--service') ? [] : [join(folder.path, 'a.jsonl')]
    const { code, stderr } = await fieldwork(['estimate', ...path, ...args])
    expect(code).toBe(2)
    expect(stderr).toMatch(said)
  })
})

describe('an estimate of sessions at the service', () => {
  it('asks for each strategy by scope and limits, and shows the interval of the sample', async () => {
    await using service = await startStandIn()
    const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
    const scope = ['--since', '2026-01', '--until', '2026-03', '--sessions', '4000']
    const { code, stdout } = await fieldwork(['estimate', '--service', ...scope], { env })
    expect(code).toBe(0)
    expect(service.estimates.map(({ strategy }) => strategy)).toEqual(['faithful', 'frugal'])
    expect(service.estimates[0]).toMatchObject({
      model: 'claude-sonnet-4-6',
      since: '2026-01',
      until: '2026-03',
      sessions: '4000',
      requestsPerMinute: '1000',
    })
    expect(stdout).toContain('120.00 (60.00–240.00; sample 108.00–132.00)')
    expect(stdout).toContain('Extrapolated from 200 sessions')
  })
})
