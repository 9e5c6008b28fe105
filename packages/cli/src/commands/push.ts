import { FieldworkError } from '@fieldwork/errors'
import { type Command, InvalidArgumentError } from 'commander'
import { findTranscripts } from '../find-transcripts.ts'
import { defaultPerson } from '../person.ts'
import { EXIT_FAILED } from '../print-error.ts'
import { createProgressReporter } from '../progress.ts'
import { DEFAULT_BATCH_SIZE, type PushLine, type PushResult, pushSessions } from '../push-sessions.ts'
import { addServiceOptions, clientOf, type ServiceOptions } from '../service-options.ts'
import { planSources } from '../sources/session-source.ts'
import { forEachSource } from '../sources/source-workers.ts'
import { prepare } from '../sources/tasks.ts'
import type { TranscriptFile } from '../sources/transcript-file.ts'
import { formatBatch, formatCounts, formatRejections } from '../tables.ts'
import { waitForBatches } from '../wait-for-batches.ts'

type PushCommandOptions = ServiceOptions & {
  readonly person?: string
  readonly batchSize: number
  readonly idempotencyKey?: string
  readonly wait?: boolean
  readonly json?: boolean
}

export function addPush(program: Command, onExit: (code: number) => void): void {
  const command = program
    .command('push')
    .summary('send sessions')
    .description(
      'Reads transcripts on this machine, redacts them, and sends them in batches. Folders are searched for\n' +
        '.jsonl and .json files, also with .gz; `-` is standard input. What cannot be read is sent by its name alone.\n' +
        'Exits with 1 when anything was rejected.',
    )
    .argument('<paths...>', 'files, folders, or -')
  addServiceOptions(command)
    .option(
      '--person <name>',
      'whose sessions they are; hashed by the service, never shown (default: FIELDWORK_PERSON, else git’s user.email in a repository, else the user of the system)',
    )
    .option('--batch-size <n>', 'most sessions in one batch', positive, DEFAULT_BATCH_SIZE)
    .option('--idempotency-key <key>', 'repeat a push without sending anything twice (default: random)')
    .option('--wait', 'until all is annotated and in the cohorts')
    .option('--json', 'print the outcome as JSON')
    .action(async (paths: string[], options: PushCommandOptions) => onExit(await push(paths, options)))
}

async function push(paths: readonly string[], options: PushCommandOptions): Promise<number> {
  const client = clientOf(options)
  if (options.person === '') throw new FieldworkError('usage', 'the value of --person is empty')
  const files = await findTranscripts(paths)
  const person = options.person ?? (await defaultPerson(process.env, process.cwd()))
  const reporter = createProgressReporter(process.stderr)
  const onProgress = reporter.report
  let taken = 0
  try {
    const result = await pushSessions({
      client,
      lines: linesOf(files, person),
      total: files.length,
      batchSize: options.batchSize,
      idempotencyKey: options.idempotencyKey,
      onProgress,
      onBatch: () => {
        taken += 1
      },
    })
    const { batches } = result
    const waited = options.wait === true ? await waitForBatches({ client, batches, onProgress }) : batches
    reporter.stop()
    process.stdout.write(
      options.json ? toJson({ ...result, batches: waited }) : toText({ ...result, batches: waited }),
    )
    return result.counts.rejected > 0 ? EXIT_FAILED : 0
  } catch (error) {
    reporter.stop()
    if (taken > 0) {
      const advice = 'pushed again, their sessions count as duplicates'
      process.stderr.write(`Batches taken before the error: ${taken}; ${advice}.\n`)
    }
    throw error
  }
}

async function* linesOf(files: readonly TranscriptFile[], person: string): AsyncGenerator<PushLine> {
  const selection = { since: null, project: null }
  const tasks = planSources(files).map((source) => ({ source, person, selection, facts: false }))
  const names = tasks.values()
  for await (const line of forEachSource(prepare, tasks)) {
    const name = names.next().value?.source.shown ?? ''
    if (line !== null) yield { line: line.json, name, reason: line.failed?.detail }
  }
}

function toJson({ batches, counts, rejections }: PushResult): string {
  const named = rejections.map(({ name, ...rejection }) => ({ file: name, ...rejection }))
  return `${JSON.stringify({ batches, counts, rejections: named })}\n`
}

function toText({ batches, counts, rejections }: PushResult): string {
  const parts = batches.map(formatBatch)
  if (batches.length > 1) parts.push(`All ${batches.length} batches: ${formatCounts(counts)}`)
  if (rejections.length > 0) parts.push(formatRejections(rejections))
  return `${parts.join('\n')}\n`
}

function positive(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('It is no positive whole number.')
  return Number(value)
}
