import { asObject, asString, parseJson } from '../../json.ts'
import type { DocumentFold, LineFold } from '../../reader.ts'
import { createConversation } from './conversation.ts'

const knownMembers = new Set([
  'sessionId',
  'projectHash',
  'startTime',
  'lastUpdated',
  'summary',
  'directories',
  'kind',
  'activeExtensionName',
  'memoryScratchpad',
])

/** Reads Gemini CLI's document, message by message. */
export function createGeminiDocumentFold(): DocumentFold {
  const conversation = createConversation('gemini-json')
  return {
    member(name, value) {
      if (knownMembers.has(name)) conversation.metadata({ [name]: value })
      else conversation.count('member:', name)
    },
    element: (value) => conversation.message(value),
    finish: (name) => conversation.finish(name),
  }
}

/** Reads Gemini CLI's event log: what a line says is told by the member that it alone has. */
export function createGeminiLogFold(): LineFold {
  const conversation = createConversation('gemini-jsonl')
  return {
    line(line) {
      const value = parseJson(line)
      if (value === undefined) return conversation.count('line:no JSON')
      const record = asObject(value)
      if (record === undefined) return conversation.count('line:no object')
      const rewound = asString(record.$rewindTo)
      const set = asObject(record.$set)
      if (rewound !== undefined) conversation.rewindTo(rewound)
      else if (asString(record.id) !== undefined) conversation.message(record)
      else if (set !== undefined) conversation.metadata(set)
      else if (asString(record.sessionId) !== undefined) conversation.metadata(record)
      else conversation.count('entry:', asString(record.type) ?? Object.keys(record)[0] ?? 'empty')
    },
    finish: (name) => conversation.finish(name),
  }
}
