import type { Telemetry } from '@fieldwork/sessions'

export type Usage = {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheCreation: number
}

/** Counts what is written, as it is written, by the definitions of the telemetry: what a reader has to find. */
export function createTally() {
  const counts = {
    turns: 0,
    actions: 0,
    actionsFailed: 0,
    actionsUnanswered: 0,
    sidechainActions: 0,
    agentTextWords: 0,
    agentWords: 0,
    linesAdded: 0,
    linesRemoved: 0,
    interruptions: 0,
    steers: 0,
    modelCalls: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheCreationTokens: 0,
  }
  const paths = new Set<string>()
  const linesByModel = new Map<string, number>()
  let startedAt: string | null = null
  let endedAt: string | null = null

  return {
    turn: () => {
      counts.turns += 1
    },
    steer: () => {
      counts.steers += 1
    },
    interruption: () => {
      counts.interruptions += 1
    },
    /** An entry of the user or the agent. Times never fall. */
    entry: (at: string) => {
      startedAt ??= at
      endedAt = at
    },
    modelLine: (model: string) => {
      linesByModel.set(model, (linesByModel.get(model) ?? 0) + 1)
    },
    modelCall: (usage: Usage) => {
      counts.modelCalls += 1
      counts.inputTokens += usage.input
      counts.outputTokens += usage.output
      counts.cacheReadTokens += usage.cacheRead
      counts.cacheCreationTokens += usage.cacheCreation
    },
    text: (words: number) => {
      counts.agentTextWords += words
      counts.agentWords += words
    },
    call: (words: number) => {
      counts.actions += 1
      counts.agentWords += words
    },
    sidechainCall: () => {
      counts.sidechainActions += 1
    },
    failed: () => {
      counts.actionsFailed += 1
    },
    unanswered: () => {
      counts.actionsUnanswered += 1
    },
    edit: (path: string, added: number, removed: number) => {
      counts.linesAdded += added
      counts.linesRemoved += removed
      paths.add(path)
    },
    telemetry: (entrypoint: string | null): Telemetry => ({
      ...counts,
      filesTouched: paths.size,
      startedAt,
      endedAt,
      month: startedAt?.slice(0, 7) ?? null,
      mainModel: [...linesByModel].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null,
      agent: 'claude-code',
      entrypoint,
      headless: false,
    }),
  }
}
