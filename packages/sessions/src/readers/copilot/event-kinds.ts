/** Kinds of events that say nothing of what person and agent did, or repeat it. */
const silent = new Set([
  'assistant.idle',
  'assistant.intent',
  'assistant.message_delta',
  'assistant.message_start',
  'assistant.reasoning',
  'assistant.reasoning_delta',
  'assistant.streaming_delta',
  'assistant.usage',
  'hook.end',
  'hook.progress',
  'model.call_failure',
  'pending_messages.modified',
  'session.background_tasks_changed',
  'session.binary_asset',
  'session.compaction_start',
  'session.context_changed',
  'session.context_cleared',
  'session.custom_agents_updated',
  'session.handoff',
  'session.idle',
  'session.import_legacy',
  'session.info',
  'session.mode_changed',
  'session.permissions_changed',
  'session.plan_changed',
  'session.remote_steerable_changed',
  'session.resume',
  'session.skills_loaded',
  'session.task_complete',
  'session.title_changed',
  'session.todos_changed',
  'session.tools_updated',
  'session.truncation',
  'session.usage_checkpoint',
  'session.usage_info',
  'session.warning',
  'session.workspace_file_changed',
  'skill.invoked',
  'subagent.completed',
  'subagent.configured',
  'subagent.deselected',
  'subagent.failed',
  'subagent.selected',
  'subagent.started',
  'system.message',
  'system.notification',
  'tool.execution_partial_result',
  'tool.execution_progress',
])

/** Whole families of them: what is asked of the person beside the conversation, servers, schedules, commands of the interface. */
const silentFamilies =
  /^(?:auto_mode|canvas|capabilities|command|commands|custom|elicitation|exit_plan_mode|extensions?|external_tool|factory|mcp|permission|sampling|session\.(?:auto|canvas|custom|extensions?|mcp|schedule)|user_input)(?:[._]|$)/

export const isSilent = (type: string): boolean => silent.has(type) || silentFamilies.test(type)

const head = /^\{"type":"([a-z_.]{1,60})","data":\{/

/**
 * Whether a line is an event of which nothing is read, told without parsing it. Hooks repeat what tools return; of them only
 * the end of the session says something. Inside a string every quote is escaped, so what matches at the line's start is its own.
 */
export function isSilentLine(line: string): boolean {
  const start = line.length > 200 ? line.slice(0, 200) : line
  const type = head.exec(start)?.[1]
  if (type === undefined || !/\}\r?$/.test(line.slice(-2))) return false
  if (type === 'hook.start') return /"hookType":"(?!sessionEnd")/.test(start)
  return silent.has(type)
}

const envelope = new Set(['type', 'data', 'id', 'timestamp', 'parentId', 'agentId', 'ephemeral'])

/** The names of members beside an event's data that no known version writes. */
export const unknownMembers = (event: object): readonly string[] =>
  Object.keys(event).filter((name) => !envelope.has(name))
