import { measure, readTranscript } from '../src/index.ts'

/** Reads a generated OpenCode export of as many megabytes as the argument says and prints its telemetry. */
const megabytes = Number(process.argv[2])
const TURN_BYTES = 40_000
const turns = Math.floor((megabytes * 1_000_000) / TURN_BYTES)
const output = 'a line of output, é, "quoted"\n'.repeat(1_250).slice(0, TURN_BYTES - 2_000)

async function* document() {
  yield '{"info":{"id":"ses_long"},"messages":['
  for (let turn = 0; turn < turns; turn += 1) {
    const user = {
      info: { id: `u${turn}`, role: 'user', time: { created: turn } },
      parts: [{ type: 'text', text: 'on' }],
    }
    const state = {
      status: 'completed',
      input: { command: 'cat log' },
      output,
      time: { start: turn, end: turn },
    }
    const tool = { type: 'tool', callID: `c${turn}`, tool: 'bash', state }
    const info = {
      id: `a${turn}`,
      role: 'assistant',
      time: { created: turn },
      modelID: 'm',
      tokens: { input: 1 },
    }
    yield `${turn === 0 ? '' : ','}${JSON.stringify(user)},${JSON.stringify({ info, parts: [tool] })}`
  }
  yield ']}'
}

const { session } = await readTranscript(document())
console.log(JSON.stringify(measure(session)))
