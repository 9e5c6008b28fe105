// Reads a transcript of 800 MB with a line of 50 MB in it, made while it is read, and prints what was counted.
import { measure, readTranscript } from '../src/index.ts'

const MB = 1_000_000
const TOTAL = 800 * MB
const LONG_LINE = 50 * MB
const RESULT = 'a line of a log that a tool printed, and nobody reads again\\n'.repeat(8_000)

const common = (at: number) => ({
  sessionId: 'large',
  uuid: `entry-${at}`,
  timestamp: new Date(1_767_225_600_000 + at * 1_000).toISOString(),
})
const prompt = (at: number) =>
  `${JSON.stringify({ ...common(at), type: 'user', message: { role: 'user', content: 'print the log' } })}\n`
const call = (at: number) => {
  const content = [{ type: 'tool_use', id: `call-${at}`, name: 'Bash', input: { command: 'cat log' } }]
  const message = { id: `message-${at}`, model: 'model-north', content }
  return `${JSON.stringify({ ...common(at), type: 'assistant', message })}\n`
}
const result = (at: number, text: string) =>
  `{"sessionId":"large","uuid":"result-${at}","type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"call-${at}","content":"${text}"}]}}\n`

async function* transcript(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(prompt(0))
  let written = 0
  for (let at = 1; written < TOTAL; at += 1) {
    const text = at === 10 ? 'long '.repeat(LONG_LINE / 5) : RESULT
    const lines = Buffer.from(call(at) + result(at, text))
    written += lines.length
    for (let start = 0; start < lines.length; start += 65_536) yield lines.subarray(start, start + 65_536)
  }
}

const { session } = await readTranscript(transcript())
const { turns, actions, actionsUnanswered } = measure(session)
console.log(
  JSON.stringify({ turns, actions, actionsUnanswered, peakMb: process.resourceUsage().maxRSS / 1_024 }),
)
