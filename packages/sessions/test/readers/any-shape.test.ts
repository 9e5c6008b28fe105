import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measure, readTranscriptText } from '../../src/index.ts'
import { fixture } from '../fixtures.ts'

const members = fc.constantFrom(
  ...[
    'arguments',
    'attachments',
    'call_id',
    'changes',
    'content',
    'data',
    'error',
    'id',
    'info',
    'input',
    'message',
  ],
  ...[
    'metadata',
    'modelMetrics',
    'name',
    'output',
    'reason',
    'result',
    'role',
    'source',
    'status',
    'success',
    'text',
  ],
  ...[
    'timestamp',
    'tool',
    'toolCallId',
    'toolRequests',
    'tool_uses',
    'tool_use_id',
    'turn_id',
    'type',
    'action',
  ],
)
const object = fc.dictionary(
  members,
  fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant([{}]), fc.constant([null])),
)

const codexKinds = fc.constantFrom(
  ...['message', 'function_call', 'function_call_output', 'custom_tool_call', 'web_search_call', 'reasoning'],
  ...['user_message', 'agent_message', 'token_count', 'patch_apply_end', 'mcp_tool_call_end', 'turn_aborted'],
)
const codexTypes = fc.constantFrom(
  'session_meta',
  'response_item',
  'event_msg',
  'turn_context',
  'token_usage_record',
)
const copilotKinds = fc.constantFrom(
  ...['session.start', 'session.shutdown', 'user.message', 'assistant.message', 'tool.execution_start'],
  ...['tool.execution_complete', 'abort', 'hook.start', 'session.compaction_complete', 'tool.user_requested'],
)
const roles = fc.constantFrom('user', 'assistant')
const kinds = fc.constantFrom('text', 'tool_use', 'tool_result', 'image')

/** Lines or a document that begin soundly, with one value of any shape in them. */
const transcripts: readonly [string, fc.Arbitrary<string>][] = [
  [
    'codex-rollout-jsonl',
    fc.tuple(codexTypes, codexKinds, object, object).map(([type, kind, payload, item]) =>
      [
        fixture('codex-rollout/headless').trimEnd(),
        JSON.stringify({ timestamp: 't', type, payload: { ...payload, type: kind } }),
        JSON.stringify({
          timestamp: 't',
          type,
          payload: { type: kind, role: 'user', content: [item], info: item },
        }),
        JSON.stringify({
          timestamp: 't',
          type,
          payload: { type: kind, changes: { a: item }, output: item },
        }),
      ].join('\n'),
    ),
  ],
  [
    'copilot-events-jsonl',
    fc.tuple(copilotKinds, object, object).map(([type, data, item]) =>
      [
        fixture('copilot-events/print-mode').trimEnd(),
        JSON.stringify({ type, data }),
        JSON.stringify({ type, data: { ...data, toolCallId: 'a', toolName: 'edit', result: item } }),
        JSON.stringify({
          type,
          data: { toolRequests: [item], modelMetrics: { a: item, b: { usage: item } } },
        }),
      ].join('\n'),
    ),
  ],
  [
    'cursor-jsonl',
    fc
      .tuple(roles, kinds, object, object)
      .map(([role, type, message, block]) =>
        [
          fixture('cursor/texts-only'),
          JSON.stringify({ role, message }),
          JSON.stringify({ role, message: { content: [{ ...block, type }, block] } }),
        ].join('\n'),
      ),
  ],
  [
    'swe-together-json',
    fc.tuple(roles, kinds, object, object).map(([role, type, message, block]) =>
      JSON.stringify({
        session_id: 'a',
        messages: [
          { role: 'user', content: 'hello' },
          { ...message, role },
          { role, content: [{ ...block, type }], tool_uses: [block] },
        ],
        ...message,
      }),
    ),
  ],
]

describe.each(transcripts)('values of any shape in %s', (format, arbitrary) => {
  it('are no reason to fail', () => {
    fc.assert(
      fc.property(arbitrary, (text) => {
        const { session } = readTranscriptText(text, { format })
        expect(measure(session).turns).toBeGreaterThan(0)
        expect(session.events.length).toBeGreaterThan(0)
      }),
      { numRuns: 400 },
    )
  })
})
