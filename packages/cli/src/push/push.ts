import { FieldworkError } from '@fieldwork/errors'
import { defaultPerson } from '../person.ts'
import { EXIT_FAILED } from '../print-error.ts'
import { print, printJson } from '../print-session.ts'
import { openSentMemory, sentMemoryFile } from '../sent-memory.ts'
import { clientOf, type ServiceOptions } from '../service-options.ts'
import { createSourcePlanner } from '../sources/plan-sources.ts'
import { statesOf } from '../sources/session-source.ts'
import type { TranscriptFile } from '../sources/transcript-file.ts'
import { confirmSending, formatFound } from './confirm.ts'
import { dryRun, formatDryRun } from './dry-run.ts'
import { gatherInstalled, gatherNamed, isUnnamed, type Named, transcriptsOf } from './gather.ts'
import { pushOnce } from './push-once.ts'
import { pushWatching } from './push-watching.ts'

export type PushCommandOptions = ServiceOptions & {
  readonly entire?: readonly string[]
  readonly since?: number
  readonly project?: string
  readonly person?: string
  readonly dryRun?: boolean
  readonly watch?: boolean
  readonly idle: number
  readonly yes?: boolean
  readonly resend?: boolean
  readonly batchSize: number
  readonly idempotencyKey?: string
  readonly wait?: boolean
  readonly json?: boolean
}

/** `fieldwork push`. Gives the exit code; throws FieldworkErrors. */
export async function push(paths: readonly string[], options: PushCommandOptions): Promise<number> {
  assertTogether(paths, options)
  const named: Named = { paths, entire: options.entire ?? [] }
  const client = options.dryRun ? null : clientOf(options)
  const files = await gather(named, options)
  if (files === null) {
    process.stderr.write('Nothing was sent.\n')
    return 0
  }
  const { url, key } = options
  const person = options.person ?? (await defaultPerson(process.env, process.cwd()))
  const selection = { since: options.since ?? null, project: options.project ?? null }
  const skipSent = options.resend !== true && options.idempotencyKey === undefined
  const memory =
    key && URL.canParse(url)
      ? await openSentMemory(sentMemoryFile(process.env, { url, key, person }), tellForgotten)
      : null
  const plan = createSourcePlanner()
  const { sources, superseded } = await plan(files)
  const states = await statesOf(sources)
  if (client === null || memory === null) {
    const run = await dryRun(states, { person, selection, superseded, memory: skipSent ? memory : null })
    await (options.json ? printJson(run) : print(formatDryRun(run)))
    return run.unreadable.length > 0 ? EXIT_FAILED : 0
  }
  const context = { client, person, selection, memory, skipSent, batchSize: options.batchSize }
  if (options.watch === true) return pushWatching(named, options, { ...context, plan })
  return pushOnce(states, { ...options, superseded }, context)
}

/** The transcripts that are meant; null where the person does not want what was found to be sent. */
async function gather(named: Named, options: PushCommandOptions): Promise<readonly TranscriptFile[] | null> {
  if (!isUnnamed(named)) return gatherNamed(named)
  const agents = await gatherInstalled()
  process.stderr.write(`${await formatFound(agents)}\n`)
  const { stdin: input, stderr: output } = process
  const mayRead = options.yes === true || options.dryRun === true
  return mayRead || (await confirmSending(options.url, { input, output })) ? transcriptsOf(agents) : null
}

function assertTogether(paths: readonly string[], options: PushCommandOptions): void {
  if (options.person === '') throw new FieldworkError('usage', 'the value of --person is empty')
  if (options.watch !== true) return
  const alone = (['dryRun', 'wait', 'resend', 'idempotencyKey'] as const).find((name) => options[name])
  const flag = alone?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  if (flag !== undefined) throw new FieldworkError('usage', `--watch does not go with --${flag}`)
  if (paths.includes('-')) throw new FieldworkError('usage', 'standard input cannot be watched')
}

function tellForgotten({ message }: Error): void {
  process.stderr.write(`What was sent could not be written down, so that it will be sent again: ${message}\n`)
}
