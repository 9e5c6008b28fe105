import { type Command, InvalidArgumentError, Option } from 'commander'
import { positive } from '../option-values.ts'
import { type PushCommandOptions, push } from '../push/push.ts'
import { DEFAULT_BATCH_SIZE } from '../push-sessions.ts'
import { addServiceOptions } from '../service-options.ts'
import { parseSince } from '../sources/selection.ts'

const DEFAULT_IDLE_SECONDS = 60

export function addPush(program: Command, onExit: (code: number) => void): void {
  const command = program
    .command('push')
    .summary('send sessions')
    .description(
      'Reads transcripts on this machine, redacts them, and sends them in batches. Folders are searched for ' +
        '.jsonl and .json files, also with .gz or .zst; `-` is standard input. With no path, finds the sessions of ' +
        'Claude Code, Codex, Gemini CLI, OpenCode, Copilot CLI and Cursor where they keep them, and SpecStory’s in this ' +
        'folder, shows what it found, and asks. What cannot be read is sent by its name alone. What the service took is ' +
        'remembered on this machine, by hashes, and not sent again while it is unchanged. Exits with 1 when anything ' +
        'was rejected.',
    )
    .argument('[paths...]', 'files, folders, or -')
  addServiceOptions(command)
    .option(
      '--entire <repo>',
      'the sessions in a git repository’s Entire checkpoints; may be repeated',
      (repo: string, before: readonly string[] = []) => [...before, repo],
    )
    .option(
      '--since <when>',
      'only sessions in which something happened since: 2026-11-01, or 12h, 7d, 2w',
      since,
    )
    .option('--project <name>', 'only sessions of a folder: its name, or a path (and what is below it)')
    .option(
      '--person <name>',
      'whose sessions they are; hashed by the service, never shown (default: FIELDWORK_PERSON, else git’s user.email in a repository, else the user of the system)',
    )
    .option('--dry-run', 'show what would be sent and what was redacted; send nothing')
    .option('--watch', 'keep running, and send each session when it has been idle; Ctrl-C ends it')
    .addOption(
      new Option('--idle <seconds>', 'how long a watched session must be idle')
        .argParser(positive)
        .default(DEFAULT_IDLE_SECONDS),
    )
    .option('--yes', 'do not ask')
    .option('--resend', 'also what was sent before')
    .option('--batch-size <n>', 'most sessions in one batch', positive, DEFAULT_BATCH_SIZE)
    .option(
      '--idempotency-key <key>',
      'repeat a push without sending anything twice; sends what was sent before too (default: random)',
    )
    .option('--wait', 'until all is annotated and in the cohorts')
    .option('--json', 'print the outcome as JSON')
    .action(async (paths: string[], options: PushCommandOptions) => onExit(await push(paths, options)))
}

function since(value: string): number {
  const time = parseSince(value, Date.now())
  if (time === undefined) throw new InvalidArgumentError('It is no date (2026-11-01) and no duration (7d).')
  return time
}
