import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const bench = path.resolve(import.meta.dirname, '../run.ts')
const lastLine = (output: string) => JSON.parse(output.trimEnd().split('\n').at(-1) ?? '')

describe('npm run bench', () => {
  it('lists the benchmarks', async () => {
    const { stdout } = await run(process.execPath, [bench])
    expect(stdout).toMatch(/^ {2}accept /m)
    expect(stdout).toMatch(/^ {2}drain /m)
  })

  it('refuses a name that it does not know', async () => {
    await expect(run(process.execPath, [bench, 'nothing'])).rejects.toMatchObject({ code: 2 })
  })

  it.each([
    ['accept', '1'],
    ['drain', '200'],
    ['read', '3'],
    ['cost', '3'],
  ])('ends with the figures of %s as one JSON object', async (name, size) => {
    const { stdout } = await run(process.execPath, [bench, name, '--quick', '--size', size])
    const { bench: named, ratio } = lastLine(stdout)
    expect(named).toBe(name)
    expect(ratio).toBeGreaterThan(0)
    expect(Number.isFinite(ratio)).toBe(true)
  })
})
