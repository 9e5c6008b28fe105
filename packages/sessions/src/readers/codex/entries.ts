import { asObject, asString, type JsonObject } from '../../json.ts'

/** A line's envelope: what kind of item it holds, and the item. */
export type Entry = {
  readonly type: string
  readonly timestamp: unknown
  /** The item's own type, where it has one. */
  readonly kind: string
  readonly payload: JsonObject
}

/** Members that every version writes around an item. */
const envelope = new Set(['timestamp', 'type', 'payload', 'ordinal'])

/** The types of response items that the first versions wrote without an envelope. */
const bareItems = new Set([
  'message',
  'reasoning',
  'function_call',
  'function_call_output',
  'local_shell_call',
  'custom_tool_call',
  'custom_tool_call_output',
])

/** A line's object as an entry; undefined where it is none. */
export function entryOf(value: JsonObject): Entry | undefined {
  const type = asString(value.type)
  const payload = asObject(value.payload)
  if (type !== undefined && payload !== undefined) {
    return { type, timestamp: value.timestamp, kind: asString(payload.type) ?? '', payload }
  }
  if (type !== undefined && bareItems.has(type)) {
    return { type: 'response_item', timestamp: value.timestamp, kind: type, payload: value }
  }
  if (value.record_type !== undefined) {
    return { type: 'record', timestamp: undefined, kind: '', payload: value }
  }
  // The first line of the first versions: what is now `session_meta`.
  if (type === undefined && typeof value.id === 'string' && typeof value.timestamp === 'string') {
    return { type: 'session_meta', timestamp: value.timestamp, kind: '', payload: value }
  }
  return undefined
}

/** The names of members beside an item that no known version writes. */
export const unknownMembers = (value: JsonObject): readonly string[] =>
  'payload' in value ? Object.keys(value).filter((name) => !envelope.has(name)) : []

/** Entries that say nothing of what person and agent did. */
const silentTypes = new Set(['record', 'world_state', 'inter_agent_communication'])

/** Events that repeat what a response item says, or are about the tool alone. */
const silentEvents = new Set([
  'agent_reasoning',
  'agent_reasoning_raw_content',
  'agent_reasoning_section_break',
  'background_event',
  'collab_agent_interaction_end',
  'collab_agent_spawn_end',
  'collab_close_end',
  'collab_resume_end',
  'collab_waiting_end',
  'context_compacted',
  'dynamic_tool_call_request',
  'dynamic_tool_call_response',
  'guardian_assessment',
  'image_generation_end',
  'item_completed',
  'model_reroute',
  'plan_update',
  'session_configured',
  'sub_agent_activity',
  'thread_goal_updated',
  'thread_name_updated',
  'thread_settings_applied',
  'turn_diff',
  'undo_completed',
  'view_image_tool_call',
  'warning',
  'web_search_begin',
  'web_search_end',
])

/** Response items that neither person nor agent wrote. */
const silentItems = new Set([
  'additional_tools',
  'agent_message',
  'compaction',
  'compaction_summary',
  'compaction_trigger',
  'context_compaction',
  'ghost_snapshot',
  'other',
])

export const isSilentType = (type: string) => silentTypes.has(type)
export const isSilentEvent = (kind: string) => silentEvents.has(kind)
export const isSilentItem = (kind: string) => silentItems.has(kind)

const head =
  /^\{"timestamp":"([^"\\]{1,40})",(?:"ordinal":\d{1,15},)?"type":"([a-z_]{1,40})","payload":\{(?:"type":"([a-z_]{1,60})"[,}])?/

/** Of these items nothing is read but that they are there, and they are long: kind by type. */
const unread = (type: string, kind: string) =>
  type === 'compacted' ||
  (type === 'response_item' && (kind === 'reasoning' || kind === 'ghost_snapshot')) ||
  (type === 'event_msg' && silentEvents.has(kind))

const EMPTY: JsonObject = {}

/**
 * A line whose item is not read, told by its first members and without parsing it; undefined where it must be parsed.
 * Inside a string every quote is escaped, so what matches at the line's start is the entry's own.
 */
export function unreadEntry(line: string): Entry | undefined {
  const match = head.exec(line.length > 256 ? line.slice(0, 256) : line)
  const [, timestamp, type = '', kind = ''] = match ?? []
  if (match === null || !unread(type, kind) || !/\}\r?$/.test(line.slice(-2))) return undefined
  return { type, timestamp, kind, payload: EMPTY }
}
