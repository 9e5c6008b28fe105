import type { Client } from '@fieldwork/client'
import type { NewRun } from '@fieldwork/contract'
import { toLimit, type UsdOrNone } from '../option-values.ts'
import { annotatorOf, formatLimit, formatRun } from './format-run.ts'
import { waitForRun } from './wait-for-run.ts'

export type StartOptions = {
  readonly annotator: NewRun['annotator']
  readonly model?: string
  readonly strategy?: string
  readonly since?: string
  readonly until?: string
  readonly sessions?: number
  readonly limit?: UsdOrNone
  readonly wait?: boolean
  readonly json?: boolean
}

/** Starts a run over history and says what it took. Gives the exit code: 1 where it was waited for and was stopped. */
export async function startRun(client: Client, options: StartOptions): Promise<number> {
  const { run, sessions } = await client.startRun(toRequest(options))
  if (options.json !== true) {
    process.stdout.write(
      `Run ${run.id} took ${sessions} sessions of ${scopeOf(options)}, to be annotated by ${annotatorOf(run)}; ${formatLimit(run.limitUsd)}.\n`,
    )
  }
  const last = options.wait === true ? await waitForRun(client, run.id) : run
  if (options.json === true) process.stdout.write(`${JSON.stringify({ run: last, sessions })}\n`)
  else process.stdout.write(`${formatRun(last)}\n${last.current ? '' : adviceFor(last.id)}`)
  return options.wait === true && last.stopped !== null ? 1 : 0
}

const adviceFor = (id: number) =>
  `Cohorts do not follow yet: \`fieldwork runs choose ${id}\` makes it the current run.\n`

function toRequest({ annotator, model, strategy, since, until, sessions, limit }: StartOptions): NewRun {
  return {
    annotator,
    settings: {
      ...(model === undefined ? {} : { model }),
      ...(strategy === undefined ? {} : { strategy }),
    },
    scope: { since, until, sessions },
    ...(limit === undefined ? {} : { limitUsd: toLimit(limit) }),
  }
}

function scopeOf({ since, until, sessions }: StartOptions): string {
  const months = [
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ]
  const part = sessions === undefined ? 'all' : `a sample of ${sessions}`
  return [part, ...months].join(' ')
}
