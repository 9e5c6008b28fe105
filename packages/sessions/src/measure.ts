import type { CanonicalSession, Carries, SessionEvent } from './canonical-session.ts'
import type { Telemetry } from './telemetry.ts'

type Action = Extract<SessionEvent, { type: 'action' }>

/** Counts a session by the definitions of the study's telemetry. Null where the source does not carry a figure. */
export function measure(session: CanonicalSession): Telemetry {
  const counts = count(session.events)
  const carried = (figure: Carries, value: number) => (session.carries.includes(figure) ? value : null)
  return {
    turns: counts.turns,
    actions: counts.actions,
    actionsFailed: carried('actionResults', counts.failed),
    actionsUnanswered: carried('actionResults', counts.unanswered),
    sidechainActions: carried('sidechains', counts.sidechainActions),
    agentTextWords: carried('agentText', counts.textWords),
    agentWords: session.carries.includes('agentText')
      ? carried('actionInputs', counts.textWords + counts.inputWords)
      : null,
    linesAdded: carried('patches', counts.added),
    linesRemoved: carried('patches', counts.removed),
    filesTouched: carried('patches', counts.paths.size),
    interruptions: carried('interruptions', counts.interruptions),
    steers: carried('steers', counts.steers),
    modelCalls: carried('modelCalls', counts.modelCalls),
    inputTokens: carried('usage', counts.input),
    outputTokens: carried('usage', counts.output),
    cacheReadTokens: carried('usage', counts.cacheRead),
    cacheCreationTokens: carried('usage', counts.cacheCreation),
    startedAt: session.startedAt,
    endedAt: session.endedAt,
    month: monthOf(session.startedAt),
    mainModel: session.mainModel,
    agent: session.agent,
    entrypoint: session.entrypoint,
    headless: session.headless || counts.turns === 0,
  }
}

/** The calendar month in UTC, `2026-02`; null where there is no time, or none of a year from 1 to 9999. */
function monthOf(time: string | null): string | null {
  const date = new Date(time ?? Number.NaN)
  if (Number.isNaN(date.getTime())) return null
  const month = date.toISOString().slice(0, 7)
  return /^(?!0000)\d{4}-\d{2}$/.test(month) ? month : null
}

function count(events: readonly SessionEvent[]) {
  const counts = {
    turns: 0,
    actions: 0,
    failed: 0,
    unanswered: 0,
    sidechainActions: 0,
    textWords: 0,
    inputWords: 0,
    added: 0,
    removed: 0,
    paths: new Set<string>(),
    interruptions: 0,
    steers: 0,
    modelCalls: 0,
    input: 0,
    output: 0,
    cacheRead: 0,
    cacheCreation: 0,
  }
  const countAction = (action: Action) => {
    if (action.sidechain) counts.sidechainActions += 1
    else {
      counts.actions += 1
      counts.inputWords += action.words
      if (action.result === 'error') counts.failed += 1
      if (action.result === 'none') counts.unanswered += 1
    }
    for (const edit of action.edits) {
      counts.added += edit.added
      counts.removed += edit.removed
      counts.paths.add(edit.path)
    }
  }
  for (const event of events) {
    switch (event.type) {
      case 'prompt':
        counts.turns += 1
        break
      case 'steer':
        counts.steers += 1
        break
      case 'interruption':
        counts.interruptions += 1
        break
      case 'agentText':
        counts.textWords += event.words
        break
      case 'action':
        countAction(event)
        break
      case 'modelCall':
        counts.modelCalls += 1
        counts.input += event.usage?.input ?? 0
        counts.output += event.usage?.output ?? 0
        counts.cacheRead += event.usage?.cacheRead ?? 0
        counts.cacheCreation += event.usage?.cacheCreation ?? 0
        break
    }
  }
  return counts
}
