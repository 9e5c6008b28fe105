import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const execute = promisify(execFile)

/** The heap of the reading process, MB: a third of the transcript's size, and a few times its longest line. */
const HEAP_MB = 256

it('a transcript of 800 MB with a line of 50 MB passes through a small heap', {
  timeout: 120_000,
}, async () => {
  const { stdout } = await execute(process.execPath, [
    `--max-old-space-size=${HEAP_MB}`,
    path.join(import.meta.dirname, 'large-transcript.ts'),
  ])
  const counted = JSON.parse(stdout)
  expect(counted).toMatchObject({ turns: 1, actionsUnanswered: 0 })
  expect(counted.actions).toBeGreaterThan(1_000)
  expect(counted.peakMb).toBeLessThan(3 * HEAP_MB)
})
