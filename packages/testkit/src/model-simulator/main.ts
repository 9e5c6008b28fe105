// `npm run simulator`: the model simulator by itself, so that a run can be tried without paying.
import { plausibleAnswer } from './answers/plausible.ts'
import { describeAccount } from './command/describe-account.ts'
import { help, readArguments, type SimulatorArguments } from './command/read-arguments.ts'
import { lognormal } from './latency.ts'
import { startModelSimulator } from './server.ts'

const TELL_EVERY_MS = 10_000
/** Of the logarithm of the time to the first byte: one answer in twenty takes twice as long as half of them. */
const SIGMA = 0.42

async function serve(read: SimulatorArguments): Promise<void> {
  const simulator = await startModelSimulator({
    answer: plausibleAnswer,
    port: read.port,
    requestsPerMinute: read['requests-per-minute'],
    inputTokensPerMinute: read['input-tokens-per-minute'],
    outputTokensPerMinute: read['output-tokens-per-minute'],
    latency: {
      firstByte: lognormal({ medianMs: read['latency-ms'], sigma: SIGMA }),
      perOutputToken: () => read['latency-ms'] / 100,
    },
    batchMs: 1_000 * read['batch-seconds'],
    keepBodies: false,
  })
  process.stdout.write(`The simulated model answers. Have Fieldwork ask it with

  ANTHROPIC_BASE_URL=${simulator.url} ANTHROPIC_API_KEY=anything ANNOTATOR=anthropic npm start

Ctrl-C stops it.
`)
  let told = ''
  const tell = () => {
    const account = describeAccount(simulator.account().totals)
    if (account !== told) process.stdout.write(`${account}\n`)
    told = account
  }
  const telling = setInterval(tell, TELL_EVERY_MS)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      clearInterval(telling)
      tell()
      void simulator.close()
    })
  }
}

const read = readArguments(process.argv.slice(2))
if (read === 'help') {
  process.stdout.write(help)
} else if ('wrong' in read) {
  process.stderr.write(`${read.wrong}\n\n${help}`)
  process.exitCode = 2
} else {
  await serve(read).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    process.stderr.write(`Port ${read.port} is taken: choose another with --port.\n`)
    process.exitCode = 1
  })
}
