// `npm run verify`: what continuous integration asks beside the tests. Runs all of it, and fails if anything fails.
import { runCommand } from './command.ts'

const steps: readonly (readonly [what: string, program: string, ...args: string[]])[] = [
  ['Format and lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['Types', 'tsc', '--noEmit'],
  ['Packages import along the arrows', 'node', 'infra/checks/arrows.ts'],
  ['Unused code and dependencies', 'knip'],
  ['Generated documents', 'node', 'infra/docs/generate.ts', '--check'],
]

const failed: string[] = []
for (const [what, program, ...args] of steps) {
  console.log(`\n── ${what}`)
  if ((await runCommand(program, args)) !== 0) failed.push(what)
}
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join('; ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
