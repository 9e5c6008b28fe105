import { integer, type NonEmpty, type Random } from '../random.ts'
import type { Truth } from '../truth/truth.ts'
import type { Language } from './domain.ts'
import type { Matter } from './matter.ts'

/** A shell command, what it is for, and what it prints. */
export type Command = { readonly command: string; readonly description: string; readonly prints: string }
type Make = (matter: Matter, email: string) => Command

const command = (line: string, description: string, prints: string): Command => ({
  command: line,
  description,
  prints,
})

/** Looks around in a repository. */
export const looksInRepository: NonEmpty<Make> = [
  () => command('git status --short', 'Show changed files', ' M README.md'),
  (m) => command(`git log --oneline -5 -- ${m.file}`, 'Show recent history', `4f1c2ab Touch ${m.part}`),
  (m, email) =>
    command(
      'git log -1',
      'Show the last commit',
      `Author: ${m.domain.project} <${email}>\n\n    Touch ${m.part}`,
    ),
  (m) =>
    command(
      `wc -l ${m.file} ${m.otherFile}`,
      'Count lines',
      `  212 ${m.file}\n  148 ${m.otherFile}\n  360 total`,
    ),
  (m) =>
    command(
      `ls ${m.file.split('/')[0]}`,
      'List the folder',
      m.domain.files.map((file) => file.split('/').at(-1) ?? file).join('\n'),
    ),
]

export const looksElsewhere: NonEmpty<Make> = [
  () => command('ls -la', 'List the folder', 'total 48'),
  () => command('df -h /', 'Show free space', '/dev/sda1  234G  201G   22G  91% /'),
  () => command('uname -a', 'Show the system', 'Linux desk 6.8.0'),
]

/** Runs something of the project, to see what it does. */
export const runs: NonEmpty<Make> = [
  (m) =>
    command(`${runnerOf(m)} --once`, 'Run it once', `${m.domain.entities[0]} 17: ${m.part} returned 3 of 4`),
  (m) => command(`${runnerOf(m)} --debug`, 'Run with debug output', `enter ${m.part}\nleave ${m.part}`),
]

function runnerOf({ domain, file }: Matter): string {
  if (domain.language === 'python') return `python3 ${file}`
  return domain.language === 'go' ? `go run ./${file}` : `npx tsx ${file}`
}

/** Operates what runs in or around a repository. */
export const operations: NonEmpty<Make> = [
  (m) => command(`docker compose build ${m.domain.project}`, 'Build the image', 'Image built'),
  () => command('docker compose ps', 'Show the services', 'app   running   0.0.0.0:8080'),
  (m) =>
    command(
      `kubectl rollout status deploy/${m.domain.project}`,
      'Wait for the rollout',
      'deployment rolled out',
    ),
  (m) =>
    command(
      `kubectl logs deploy/${m.domain.project} --tail 50`,
      'Read the logs',
      'level=info msg="listening"',
    ),
  () =>
    command(
      'terraform plan -out tf.plan',
      'Plan the infrastructure',
      'Plan: 2 to add, 1 to change, 0 to destroy.',
    ),
  () => command('npm ci', 'Install dependencies', 'added 412 packages in 9s'),
  () => command('gh run list --limit 5', 'Show the last pipeline runs', 'completed  success  ci  main'),
]

/** Operates a machine. */
export const operationsOnMachine: NonEmpty<Make> = [
  () => command('brew install postgresql@16', 'Install Postgres', 'postgresql@16 16.4 is installed'),
  () => command('sudo systemctl restart nginx', 'Restart the web server', 'restarted'),
  () =>
    command('journalctl -u backup --since today', 'Read the log of the backup', 'backup.service: Succeeded.'),
  () => command('sudo apt-get install -y python3-venv', 'Install venv', 'Setting up python3-venv'),
  () => command('systemctl list-timers', 'Show timers', 'Sun 02:00  backup.timer'),
]

const testRuns = {
  typescript: {
    command: 'npx vitest run',
    green: (n: number) => ` Test Files  ${Math.ceil(n / 6)} passed\n      Tests  ${n} passed (${n})`,
    red: (n: number, bad: number) => `      Tests  ${bad} failed | ${n} passed (${n + bad})`,
  },
  python: {
    command: 'python3 -m pytest -q',
    green: (n: number) => `${'.'.repeat(n)}\n${n} passed in 1.${n}s`,
    red: (n: number, bad: number) => `${bad} failed, ${n} passed in 2.${n}s`,
  },
  go: {
    command: 'go test ./...',
    green: (n: number) => `ok  \tinkwell/internal/sync\t0.${n}s\nok  \tinkwell/internal/store\t0.2s`,
    red: (n: number, bad: number) =>
      `--- FAIL: TestMerge (0.0${bad}s)\nFAIL\tinkwell/internal/sync\t0.${n}s\nFAIL`,
  },
} satisfies Record<Language, unknown>

export function testRun(random: Random, { domain }: Matter, passes: boolean): Command {
  const run = testRuns[domain.language]
  const passed = integer(random, 8, 40)
  const prints = passes ? run.green(passed) : run.red(passed, integer(random, 1, 4))
  return command(run.command, 'Run the tests', prints)
}

/** A command that succeeds and corroborates, without showing that what was wanted is there. */
export function checkRun({ mode, codebase, writes }: Truth, m: Matter): Command {
  if (mode === 'operate') {
    return codebase === 'none'
      ? command('systemd-analyze verify backup.service', 'Check the unit', '')
      : command('docker compose config -q', 'Check the configuration', '')
  }
  if (mode === 'analyse') return command(`wc -l ${m.data}`, 'Count the rows', `  1204 ${m.data}`)
  if (mode === 'write' || mode === 'plan' || !writes) {
    return command('ls -la', 'See that it is there', 'total 16')
  }
  return lintRun(m)
}

function lintRun({ domain }: Matter): Command {
  if (domain.language === 'python') return command('ruff check .', 'Lint', 'All checks passed!')
  if (domain.language === 'go') return command('go vet ./...', 'Vet', '')
  return command('npx tsc --noEmit', 'Check types', '')
}

/** A command whose output is what was wanted. */
export function tellingRun({ mode, codebase }: Truth, m: Matter): Command {
  switch (mode) {
    case 'operate':
      return codebase === 'none'
        ? command('systemctl is-active nginx backup.timer', 'Check the services', 'active\nactive')
        : command('curl -s localhost:8080/health', 'Ask for the health', '{"status":"ok","version":"2.4.0"}')
    case 'analyse':
      return command(
        `python3 analysis/summary.py ${m.data}`,
        'Compute the figures',
        `${m.domain.entities[0]}  count  mean\n2026-01  184  12.4\n2026-02  171  13.1`,
      )
    case 'write':
      return command('pandoc draft.md -o draft.pdf', 'Render the document', 'draft.pdf, 2 pages')
    case 'orchestrate':
      return command('python3 evals/run.py', 'Run the evaluations', 'cases as expected: 12 of 12')
    default:
      return command(
        `python3 -c "print(check('${m.part}'))"`,
        'Try it with one example',
        `${m.part}: as described, 4 of 4 examples`,
      )
  }
}

export function commitRun(random: Random, m: Matter): Command {
  const added = integer(random, 6, 240)
  return command(
    `git add -A && git commit -m "${m.part}: ${m.feature.replaceAll('"', '')}"`,
    'Commit the change',
    `[main ${integer(random, 0x1000000, 0xfffffff).toString(16)}] ${m.part}\n 3 files changed, ${added} insertions(+), 4 deletions(-)`,
  )
}

export function shellEdit(m: Matter): Command {
  return command(
    `sed -i 's/${m.part}(/${m.part}_checked(/' ${m.file} && git diff --stat`,
    'Change the call in place',
    ` ${m.file} | 4 ++--\n 1 file changed`,
  )
}

/** Why calls fail for reasons of their own. */
const failures: Readonly<Record<string, NonEmpty<string>>> = {
  Read: ['File does not exist.', 'File content exceeds the maximum that can be read at once.'],
  Bash: [
    'Exit code 127\ncommand not found',
    'Exit code 1\npermission denied',
    'Command timed out after 2m 0s',
  ],
  WebSearch: ['The search timed out.', 'Request failed with status code 503'],
}
const otherFailures: NonEmpty<string> = ['The call was cancelled.']

export const failuresOf = (tool: string): NonEmpty<string> => failures[tool] ?? otherFailures
