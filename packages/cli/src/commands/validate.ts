import type { Client } from '@fieldwork/client'
import type { RunAgreement } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { print, printJson } from '../print-session.ts'
import { addServiceOptions, clientOf, type ServiceOptions } from '../service-options.ts'
import { formatMarkdownTable, formatTable } from '../tables.ts'
import { formatAgreement, formatConfusion } from '../validate/format-agreement.ts'
import { nameSessions } from '../validate/name-sessions.ts'
import { type Reading, readReferences } from '../validate/read-references.ts'

type ValidateOptions = ServiceOptions & {
  readonly reference?: string
  readonly sessions?: readonly string[]
  readonly annotator: Reading
  readonly run?: number
  readonly with?: number
  readonly tables?: boolean
  readonly confusion?: boolean
  readonly json?: boolean
  readonly markdown?: boolean
}

export function addValidate(program: Command): void {
  const command = program
    .command('validate')
    .summary('how good the labels are')
    .description(
      'Sets a run’s labels beside reference labels (--reference) or another run’s (--with): exact agreement, within one, ' +
        'Cohen’s κ, with intervals. With --tables, the study’s validation tables: labels against each other and against ' +
        'what was counted. Aggregates alone; the service keeps no reference label.',
    )
  addServiceOptions(command)
    .option('--reference <file>', 'labels, one JSON object a line: id, and the codebook’s answers')
    .option(
      '--sessions <paths...>',
      'the transcripts of the reference labels: finds the id of a session that a label names by its file',
    )
    .addOption(
      new Option(
        '--annotator <reading>',
        'which reading of a session, where there are several; best: the last by name',
      )
        .choices(['A', 'B', 'best'])
        .default('best'),
    )
    .option('--run <id>', 'the run that is looked at (default: the current one)', runId)
    .option('--with <id>', 'another run to set beside it', runId)
    .option('--tables', 'the study’s validation tables')
    .option('--confusion', 'also the confusion matrices')
    .addOption(new Option('--json', 'print JSON').conflicts('markdown'))
    .option('--markdown', 'print the tables as Markdown')
    .action(async (options: ValidateOptions) => validate(clientOf(options), options))
}

async function validate(client: Client, options: ValidateOptions): Promise<void> {
  assertOne(options)
  const references = options.reference === undefined ? null : await referencesOf(options.reference, options)
  const run = options.run ?? (await client.aggregates('overall')).run.id
  if (references !== null) {
    await showAgreement(await client.agreementWithReference(run, references), options)
  } else if (options.with !== undefined) {
    await showAgreement(await client.agreementWithRun(run, options.with), options)
  } else await showTables(client, run, options)
}

function assertOne({ reference, with: other, tables, sessions }: ValidateOptions): void {
  const asked = [reference !== undefined, other !== undefined, tables === true].filter(Boolean)
  if (asked.length !== 1) {
    throw new FieldworkError('usage', 'give one of --reference, --with and --tables')
  }
  if (sessions !== undefined && reference === undefined) {
    throw new FieldworkError('usage', '--sessions goes with --reference alone')
  }
}

async function referencesOf(file: string, { annotator, sessions }: ValidateOptions) {
  const references = await readReferences(file, annotator)
  return sessions === undefined ? references : nameSessions(references, sessions)
}

async function showAgreement(compared: RunAgreement, options: ValidateOptions): Promise<void> {
  if (options.json === true) return printJson(compared)
  // Only here are the study's figures needed: the other commands start without loading the estimators.
  const { publishedValidity } = await import('@fieldwork/study')
  const format = options.markdown === true ? formatMarkdownTable : formatTable
  const parts = [formatAgreement(compared, format, publishedValidity)]
  if (options.confusion === true) parts.push(formatConfusion(compared, format))
  await print(`${parts.join('\n\n')}\n`)
}

async function showTables(client: Client, run: number, options: ValidateOptions): Promise<void> {
  const validity = await client.validity(run)
  if (options.json === true) return printJson(validity)
  const { formatHeadline } = await import('@fieldwork/study')
  const [head = [], ...body] = formatHeadline(validity.rows)
  const format = options.markdown === true ? formatMarkdownTable : formatTable
  const { id, annotator, annotatorVersion, codebookVersion } = validity.run
  const { sessions, people } = validity.thresholds
  await print(
    `${format(head, body)}\nLabels of ${annotator} ${annotatorVersion}, codebook ${codebookVersion} (run ${id}). Suppressed below ${sessions} sessions or ${people} people.\n`,
  )
}

function runId(value: string): number {
  if (!/^[1-9]\d{0,9}$/.test(value)) throw new InvalidArgumentError('It is no id of a run.')
  return Number(value)
}
