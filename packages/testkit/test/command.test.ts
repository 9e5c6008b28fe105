import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Anthropic } from '@anthropic-ai/sdk'
import { labelValues } from '@fieldwork/codebook'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { describe, expect, onTestFinished, test } from 'vitest'
import { plausibleAnswer } from '../src/model-simulator/answers/plausible.ts'
import { readArguments } from '../src/model-simulator/command/read-arguments.ts'
import { ask, textOf } from './simulator.ts'

const main = fileURLToPath(new URL('../src/model-simulator/main.ts', import.meta.url))

function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

describe('the command', () => {
  test('says what to set, answers, and leaves with an account', async () => {
    const child = run('--port', '0', '--latency-ms', '0')
    const lines: string[] = []
    const url = await new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line)
        const [, said] =
          /ANTHROPIC_BASE_URL=(\S+) ANTHROPIC_API_KEY=anything ANNOTATOR=anthropic/.exec(line) ?? []
        if (said !== undefined) resolve(said)
      })
    })
    const client = new Anthropic({ apiKey: 'anything', authToken: null, baseURL: url, maxRetries: 0 })
    const { answers } = JSON.parse(textOf(await client.messages.create(ask())))
    expect(answers).toHaveLength(10)
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
    expect(lines.at(-1)).toMatch(/^claude-sonnet-4-6: 1 answered, .*would have cost \$0\.0\d$/)
  })

  test('says in a sentence that its port is taken', async () => {
    const first = run('--port', '0')
    const [, port] = /127\.0\.0\.1:(\d+)/.exec(String(await once(first.stdout, 'data'))) ?? []
    const second = run('--port', port ?? '')
    const [said] = await once(second.stderr, 'data')
    expect(String(said)).toMatch(/^Port \d+ is taken/)
    expect(await once(second, 'exit')).toEqual([1, null])
  })

  test('refuses what it cannot read', () => {
    for (const args of [
      ['--port', 'x'],
      ['--port', '70000'],
      ['--requests-per-minute', '0'],
      ['--what'],
      ['5'],
    ]) {
      expect(readArguments(args)).toHaveProperty('wrong')
    }
    expect(readArguments(['--help'])).toBe('help')
    expect(readArguments(['--batch-seconds=5'])).toMatchObject({ 'batch-seconds': 5, port: 8_787 })
  })
})

test('plausible labels hang on the transcript alone, differ, and succeed more often the more is known', () => {
  const labels = Array.from({ length: 4_000 }, (_, at) => plausibleAnswer(`transcript ${at}`))
  expect(labels.slice(0, 50)).toEqual(labels.slice(0, 50).map((_, at) => plausibleAnswer(`transcript ${at}`)))
  const succeeded = (level: string) => {
    const those = labels.filter(({ expertise }) => expertise === level)
    return those.filter(({ outcome }) => outcome === 'succeeded').length / those.length
  }
  expect(succeeded('2')).toBeGreaterThan(0.45)
  expect(succeeded('4')).toBeGreaterThan(succeeded('2'))
  expect(new Set(labels.map(({ work_mode }) => work_mode)).size).toBe(9)
  const complete = Compile(Type.Object({ ...labelValues }, { additionalProperties: false }))
  for (const label of labels) expect(complete.Check(label)).toBe(true)
  for (const { decisions } of labels) expect(decisions?.length).toBeGreaterThanOrEqual(3)
})
