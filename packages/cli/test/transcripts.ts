/** A short session in Claude Code's format, as a file's text. The e-mail address must not leave the machine. */
export function claudeCodeTranscript(
  sessionId: string,
  prompt = 'Mail ada@example.org when the build is green',
): string {
  const entry = (second: number, rest: object) => ({
    sessionId,
    uuid: `${sessionId}-${second}`,
    timestamp: `2026-01-02T03:04:0${second}.000Z`,
    cwd: '/srv/clock',
    ...rest,
  })
  return [
    entry(1, { type: 'user', message: { role: 'user', content: prompt } }),
    entry(2, {
      type: 'assistant',
      message: {
        id: 'msg_1',
        role: 'assistant',
        model: 'model-a',
        content: [
          { type: 'text', text: 'Building it now.' },
          { type: 'tool_use', id: 'call_1', name: 'Bash', input: { command: 'make all' } },
        ],
        usage: {
          input_tokens: 11,
          output_tokens: 7,
          cache_read_input_tokens: 3,
          cache_creation_input_tokens: 2,
        },
      },
    }),
    entry(3, {
      type: 'user',
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content: 'done' }] },
    }),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
}
