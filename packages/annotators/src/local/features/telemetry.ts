import { type Feature, flag, log, share } from './feature.ts'

const HOUR = 3_600_000

function hours(started: string | null, ended: string | null): number {
  const span = Date.parse(ended ?? '') - Date.parse(started ?? '')
  return Number.isFinite(span) ? Math.min(1_000, Math.max(0, span / HOUR)) : 0
}

/** From the study's telemetry; a figure that the source does not carry counts 0, and a flag says that it is not. */
export const telemetryFeatures: readonly Feature[] = [
  { name: 'turns', what: 'human prompts, log', of: ({ telemetry }) => log(telemetry.turns) },
  { name: 'actions', what: 'tool calls, log', of: ({ telemetry }) => log(telemetry.actions) },
  {
    name: 'actions.perTurn',
    what: 'tool calls in a turn, log',
    of: ({ telemetry: { actions, turns } }) => log(share(actions, turns)),
  },
  {
    name: 'actions.failed',
    what: 'share of tool calls that failed',
    of: ({ telemetry }) => share(telemetry.actionsFailed ?? 0, telemetry.actions),
  },
  {
    name: 'failures',
    what: 'tool calls that failed, log',
    of: ({ telemetry }) => log(telemetry.actionsFailed),
  },
  {
    name: 'actions.unanswered',
    what: 'tool calls without a result, log',
    of: ({ telemetry }) => log(telemetry.actionsUnanswered),
  },
  {
    name: 'sidechain',
    what: "sub-agents' tool calls, log",
    of: ({ telemetry }) => log(telemetry.sidechainActions),
  },
  {
    name: 'text.words',
    what: "the agent's words, log",
    of: ({ telemetry }) => log(telemetry.agentTextWords),
  },
  {
    name: 'agent.words',
    what: "the agent's words with those of its calls, log",
    of: ({ telemetry }) => log(telemetry.agentWords),
  },
  { name: 'lines.added', what: 'lines added, log', of: ({ telemetry }) => log(telemetry.linesAdded) },
  { name: 'lines.removed', what: 'lines removed, log', of: ({ telemetry }) => log(telemetry.linesRemoved) },
  { name: 'files', what: 'files touched, log', of: ({ telemetry }) => log(telemetry.filesTouched) },
  { name: 'interruptions', what: 'interruptions, log', of: ({ telemetry }) => log(telemetry.interruptions) },
  { name: 'steers', what: 'steers, log', of: ({ telemetry }) => log(telemetry.steers) },
  {
    name: 'hours',
    what: 'hours from first to last event, log',
    of: ({ telemetry }) => log(hours(telemetry.startedAt, telemetry.endedAt)),
  },
  {
    name: 'carries.results',
    what: 'results of tool calls are carried',
    of: ({ session }) => flag(session.carries.includes('actionResults')),
  },
  {
    name: 'carries.patches',
    what: 'patches are carried',
    of: ({ session }) => flag(session.carries.includes('patches')),
  },
]
