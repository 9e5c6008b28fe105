import { findInstalledAgents } from '../installed-agents.ts'
import { EXIT_FAILED, formatError, toFieldworkError } from '../print-error.ts'
import { print } from '../print-session.ts'
import type { createSourcePlanner } from '../sources/plan-sources.ts'
import { type SourceState, statesOf } from '../sources/session-source.ts'
import { gatherNamed, isUnnamed, type Named, transcriptsOf } from './gather.ts'
import { outcomeAsJson, outcomeAsText } from './outcome.ts'
import { type SendOptions, sendSources } from './send-sources.ts'
import { watchSources } from './watch-sources.ts'

/** Sends sessions as they fall idle, until the process is told to end. Gives the exit code. */
export async function pushWatching(
  named: Named,
  { idle, json }: { readonly idle: number; readonly json?: boolean },
  { plan, ...context }: SendOptions & { readonly plan: ReturnType<typeof createSourcePlanner> },
): Promise<number> {
  const ending = new AbortController()
  const end = () => ending.abort()
  process.once('SIGINT', end).once('SIGTERM', end)
  let exit = 0
  process.stderr.write(`Watching; a session is sent when it has been idle for ${idle} s. Ctrl-C ends it.\n`)
  const send = async (states: readonly SourceState[]) => {
    const result = await sendSources(states, { ...context, signal: ending.signal })
    if (result.counts.rejected > 0) exit = EXIT_FAILED
    const outcome = { ...result, superseded: [] } // the same ones at every look
    await print(json ? outcomeAsJson(outcome) : outcomeAsText(outcome))
  }
  const look = async () => statesOf((await plan(await gatherAgain(named))).sources)
  const onError = (error: Error) => {
    const told = toFieldworkError(error)
    process.stderr.write(`${told === undefined ? error.message : formatError(told)}\n`)
  }
  try {
    await watchSources({ look, send, idleMs: idle * 1_000, onError, signal: ending.signal })
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end)
  }
  process.stderr.write('No longer watching.\n')
  return exit
}

async function gatherAgain(named: Named) {
  if (isUnnamed(named)) return transcriptsOf(await findInstalledAgents(process.env, process.cwd()))
  return gatherNamed(named)
}
