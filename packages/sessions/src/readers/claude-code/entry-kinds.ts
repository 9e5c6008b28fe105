import type { JsonObject } from '../../json.ts'

/**
 * Entry types that say nothing of what person and agent did. `progress` repeats what a running tool prints, and what a
 * sub-agent's own file records: it is nearly half of many files.
 */
const silent = new Set([
  'agent-color',
  'agent-name',
  'ai-title',
  'custom-title',
  'file-history-snapshot',
  'frame-link',
  'last-prompt',
  'mode',
  'permission-mode',
  'pr-link',
  'progress',
  'summary',
  'tag',
])

export const isSilent = (type: string) => silent.has(type)

const TYPE = '"type":"'

/**
 * Whether a line is an entry of a silent type, told without parsing it. Sound, but not complete: the type is only believed
 * where nothing before it opens a nested value, so that it is the entry's own, and where the line ends as an object does.
 * Inside a string every quote is escaped, so `"type":"` cannot stand there.
 */
export function isSilentLine(line: string): boolean {
  const at = line.indexOf(TYPE)
  if (at === -1 || line[0] !== '{') return false
  const begin = at + TYPE.length
  const type = line.slice(begin, line.indexOf('"', begin))
  if (!silent.has(type)) return false
  const before = line.slice(1, at)
  return !before.includes('{') && !before.includes('[') && (line.endsWith('}') || line.endsWith('}\r'))
}

const knownMembers = new Set([
  'agentId',
  'agentName',
  'apiError',
  'apiErrorStatus',
  'attributionAgent',
  'attributionMcpServer',
  'attributionMcpTool',
  'attributionPlugin',
  'attributionSkill',
  'classifierMetaLines',
  'cwd',
  'effort',
  'entrypoint',
  'error',
  'errorDetails',
  'forkedFrom',
  'gitBranch',
  'imagePasteIds',
  'interruptedMessageId',
  'isApiErrorMessage',
  'isCompactSummary',
  'isMeta',
  'isSidechain',
  'isVisibleInTranscriptOnly',
  'logicalParentUuid',
  'mcpMeta',
  'message',
  'origin',
  'parentUuid',
  'permissionMode',
  'planContent',
  'promptId',
  'promptSource',
  'requestId',
  'sessionId',
  'slug',
  'sourceToolAssistantUUID',
  'sourceToolUseID',
  'teamName',
  'thinkingMetadata',
  'timestamp',
  'todos',
  'toolUseResult',
  'type',
  'userType',
  'uuid',
  'version',
])

/** The names of the members of a `user` or `assistant` entry that no known version of the tool writes. */
export function unknownMembers(entry: JsonObject): readonly string[] {
  let unknown: string[] | undefined
  for (const name in entry) {
    if (!knownMembers.has(name)) {
      unknown ??= []
      unknown.push(name)
    }
  }
  return unknown ?? []
}

const knownBlocks = new Set([
  'text',
  'thinking',
  'redacted_thinking',
  'tool_use',
  'tool_result',
  'image',
  'document',
])

export const isKnownBlock = (type: string) => knownBlocks.has(type)
