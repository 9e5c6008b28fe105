// `npm test`: all tests, or those whose path is named. Ends with a line that says how many passed and failed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runCommand } from './command.ts'
import { testTotals } from './test-totals.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'fieldwork-test-'))
const file = path.join(folder, 'results.json')
try {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await runCommand('vitest', ['run', ...reporters, ...process.argv.slice(2)])
  console.log(testTotals(JSON.parse(readFileSync(file, 'utf8'))))
  process.exitCode = code
} finally {
  rmSync(folder, { recursive: true, force: true })
}
