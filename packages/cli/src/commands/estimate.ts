import { type Command, InvalidArgumentError, Option } from 'commander'
import { type EstimateCommandOptions, estimate } from '../estimate/estimate.ts'
import { positive } from '../option-values.ts'
import { addServiceOptions } from '../service-options.ts'

const DEFAULT_MODEL = 'claude-sonnet-4-6'

export function addEstimate(program: Command, onExit: (code: number) => void): void {
  const command = program
    .command('estimate')
    .summary('what annotating sessions with a model would cost')
    .description(
      'Plans the calls that annotating sessions would take and says what they would cost, how long they would take under ' +
        'the limits of a minute, and how far sessions differ. Finds and reads transcripts as `push --dry-run` does, and asks ' +
        'nobody; with --service it is about a run over the sessions that the service holds. Each figure stands with its ' +
        'range: of how long tokens and answers are, and, with --service, of the sample that was drawn. Exits with 1 when a ' +
        'file cannot be read.',
    )
    .argument('[paths...]', 'files, folders, or -; what is installed on this machine where absent')
  repeatable(
    command,
    '--entire <repo>',
    'the sessions in a git repository’s Entire checkpoints; may be repeated',
  )
    .option(
      '--since <when>',
      'only sessions in which something happened since: 2026-11-01, or 12h, 7d, 2w; with --service a month, 2026-04',
    )
    .option('--project <name>', 'only sessions of a folder: its name, or a path (and what is below it)')
  repeatable(command, '--model <id>', `a model; may be repeated (default: ${DEFAULT_MODEL})`)
    .option('--repairs <share>', 'the share of calls that have to be repeated (default: 0.02)', share)
    .option('--requests-per-minute <n>', 'a limit of the key (default: 1000)', positive)
    .option(
      '--input-tokens-per-minute <n>',
      'the same, of tokens not from the cache (default: 2000000)',
      positive,
    )
    .option('--output-tokens-per-minute <n>', 'the same, of answers (default: 400000)', positive)
    .option(
      '--count-tokens',
      'have the tokens of up to 20 redacted sessions counted by the Messages API (free; needs ANTHROPIC_API_KEY), in place of a guess',
    )
    .addOption(new Option('--anthropic-url <url>').env('ANTHROPIC_BASE_URL').hideHelp())
    .option('--service', 'a run over the sessions that the service holds')
    .option('--until <month>', 'with --service: the last month')
    .option('--sessions <n>', 'with --service: so many sessions, drawn at random', positive)
  addServiceOptions(command)
    .option('--json', 'print JSON')
    .action(async (paths: string[], { model = [DEFAULT_MODEL], ...options }: Given) =>
      onExit(await estimate(paths, { ...options, models: [...new Set(model)] })),
    )
}

type Given = Omit<EstimateCommandOptions, 'models'> & { readonly model?: readonly string[] }

const repeatable = (command: Command, flags: string, description: string): Command =>
  command.option(flags, description, (one: string, before: readonly string[] = []) => [...before, one])

function share(value: string): number {
  const number = Number(value)
  if (value.trim() === '' || !(number >= 0 && number <= 1)) {
    throw new InvalidArgumentError('It is no share between 0 and 1.')
  }
  return number
}
