import type { RunChange } from '@fieldwork/contract'
import { type Command, Option } from 'commander'
import { month, positive, toLimit, type UsdOrNone, usdOrNone } from '../option-values.ts'
import { formatRun, formatRuns } from '../runs/format-run.ts'
import { type StartOptions, startRun } from '../runs/start-run.ts'
import { addServiceOptions, clientOf, type ServiceOptions } from '../service-options.ts'

type Json = ServiceOptions & { readonly json?: boolean }
type Choose = Json & { readonly force?: boolean; readonly topUp: boolean }

export function addRuns(program: Command, onExit: (code: number) => void): void {
  const runs = program
    .command('runs')
    .summary('who annotates: over history, and from now on')
    .description(
      'A run is a version of the codebook and an annotator with its settings. New sessions join the current run, and ' +
        'cohorts are read from it. Without a subcommand, lists the runs.',
    )
  print(runs.command('list', { isDefault: true }), 'the runs, newest first').action(async (options: Json) => {
    const list = await clientOf(options).runs()
    show(options, list, () => formatRuns(list.runs))
  })
  print(ofOne(runs.command('show')), 'a run, what it cost and how far it is').action(
    async (id: number, options: Json) => {
      const run = await clientOf(options).run(id)
      show(options, run, () => formatRun(run))
    },
  )
  addStart(runs, onExit)
  print(ofOne(runs.command('choose')), 'make it the current run: new sessions join it, and cohorts follow it')
    .option('--force', 'also while sessions of it are unfinished; cohorts then lack them')
    .option('--no-top-up', 'do not give it the annotated sessions that it lacks')
    .action(async (id: number, options: Choose) => {
      const { force, topUp } = options
      showChange(options, 'given to it', await clientOf(options).chooseRun(id, { force, topUp }))
    })
  print(ofOne(runs.command('stop')), 'park what waits of it, until it is resumed')
    .option('--reason <text>', 'why')
    .action(async (id: number, options: Json & { readonly reason?: string }) =>
      showChange(options, 'parked', await clientOf(options).stopRun(id, options.reason)),
    )
  print(ofOne(runs.command('resume')), 'let a stopped run go on').action(async (id: number, options: Json) =>
    showChange(options, 'resumed', await clientOf(options).resumeRun(id)),
  )
  print(ofOne(runs.command('cancel')), 'end it over history: what waits of it is not annotated').action(
    async (id: number, options: Json) =>
      showChange(options, 'cancelled', await clientOf(options).cancelRun(id)),
  )
  print(ofOne(runs.command('limit')), 'limit what it may cost')
    .argument('<usd>', 'USD, or `none`', usdOrNone)
    .action(async (id: number, usd: UsdOrNone, options: Json) => {
      const run = await clientOf(options).limitRun(id, toLimit(usd))
      show(options, run, () => formatRun(run))
    })
}

function addStart(runs: Command, onExit: (code: number) => void): void {
  print(runs.command('start'), 'annotate history by another annotator, settings or codebook')
    .addOption(
      new Option('--annotator <name>', 'who annotates').choices(['local', 'anthropic']).makeOptionMandatory(),
    )
    .option('--model <id>', 'model that answers (default: the service’s)')
    .addOption(
      new Option('--strategy <name>', 'one question a call, as the study, or all in one').choices([
        'faithful',
        'frugal',
      ]),
    )
    .option('--since <month>', 'only sessions from this month on: 2026-01', month)
    .option('--until <month>', 'only sessions up to this month', month)
    .option('--sessions <n>', 'only a random part, the same one every time', positive)
    .option('--limit <usd>', 'most it may cost, USD, or `none`; what is left then waits', usdOrNone)
    .option('--wait', 'until it is done or stopped; exits with 1 where it is stopped')
    .action(async (options: ServiceOptions & StartOptions) =>
      onExit(await startRun(clientOf(options), options)),
    )
}

const ofOne = (command: Command) => command.argument('<id>', 'id of the run', positive)

/** What every subcommand has. */
function print(command: Command, summary: string): Command {
  const described = command.summary(summary).description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
  return addServiceOptions(described).option('--json', 'print JSON')
}

function show({ json }: Json, data: object, format: () => string): void {
  process.stdout.write(`${json === true ? JSON.stringify(data) : format()}\n`)
}

function showChange(options: Json, told: string, change: RunChange): void {
  show(options, change, () => `${change.sessions} sessions ${told}.\n${formatRun(change.run)}`)
}
