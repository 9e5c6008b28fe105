import type { Client } from '@fieldwork/client'
import { type PushLine, type PushOptions, type PushResult, pushSessions } from '../push-sessions.ts'
import type { SentMemory } from '../sent-memory.ts'
import type { Selection } from '../sources/selection.ts'
import type { SourceState } from '../sources/session-source.ts'
import { forEachSource } from '../sources/source-workers.ts'
import { prepare } from '../sources/tasks.ts'
import { type Chosen, chooseSources } from './choose-sources.ts'

export type SendOptions = Pick<
  PushOptions,
  'batchSize' | 'idempotencyKey' | 'onProgress' | 'signal' | 'onBatch'
> & {
  readonly client: Client
  readonly person: string
  readonly selection: Selection
  /** What is remembered to be sent is left out, where `skipSent`; what is taken is remembered in any case. */
  readonly memory: SentMemory
  readonly skipSent: boolean
}

export type SendResult = PushResult & {
  /** Sessions that the service took before, as they are now. */
  readonly skipped: number
  /** Sessions that are not of the project, or older, as was asked. */
  readonly leftOut: number
}

/** Reads, redacts and sends sessions, and remembers what the service took, batch by batch. Throws as pushSessions does. */
export async function sendSources(states: readonly SourceState[], options: SendOptions): Promise<SendResult> {
  const { memory, onBatch, ...rest } = options
  const chosen = chooseSources(states, options.selection, options.skipSent ? memory : null)
  const tally = { skipped: chosen.skipped, leftOut: chosen.leftOut }
  const before = tally.skipped + tally.leftOut
  const result = await pushSessions({
    ...rest,
    lines: linesOf(chosen, options, tally),
    total: () => states.length - (tally.skipped + tally.leftOut),
    async onBatch(batch) {
      await memory.save()
      await onBatch?.(batch)
    },
  })
  if (tally.skipped + tally.leftOut > before) await memory.save()
  return { ...result, ...tally }
}

async function* linesOf(
  { states }: Chosen,
  { person, selection, memory, skipSent }: SendOptions,
  tally: { skipped: number; leftOut: number },
): AsyncGenerator<PushLine> {
  const tasks = states.map(({ source }) => ({ source, person, selection, facts: false }))
  const remaining = states.values()
  for await (const outgoing of forEachSource(prepare, tasks)) {
    const state = remaining.next().value
    if (state === undefined) return
    if (outgoing === null) {
      tally.leftOut += 1
      continue
    }
    const { json, contentHash, failed } = outgoing
    const remember = () => {
      if (contentHash !== null) memory.remember(state.fingerprint, contentHash)
    }
    if (skipSent && contentHash !== null && memory.knowsContent(contentHash)) {
      tally.skipped += 1
      remember()
    } else yield { line: json, name: state.source.shown, reason: failed?.detail, onTaken: remember }
  }
}
