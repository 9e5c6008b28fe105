// `npm run demo`: the whole system at work on a sample population, from sessions to the study's headline table.
import { parseArgs } from 'node:util'
import {
  createProgressReporter,
  type PushLine,
  pushSessions,
  run,
  transcriptLine,
  waitForBatches,
} from '@fieldwork/cli'
import { createClient } from '@fieldwork/client'
import { countSessions, generatePopulation } from '@fieldwork/population'
import { describeLocal } from './describe-local.ts'
import { runLocal } from './run-local.ts'
import type { Local } from './start-local.ts'

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    people: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
  },
})
const population = { seed: Number(values.seed), people: Number(values.people) }

async function* sampleLines(): AsyncGenerator<PushLine> {
  for (const { person, sessionId, transcript } of generatePopulation(population)) {
    yield await transcriptLine(transcript, { name: sessionId, shown: sessionId, person })
  }
}

async function show(local: Local): Promise<number> {
  const client = createClient({ url: local.url, key: local.key })
  const reporter = createProgressReporter(process.stderr)
  const onProgress = reporter.report
  const { batches } = await pushSessions({
    client,
    lines: sampleLines(),
    total: countSessions(population),
    onProgress,
  })
  await waitForBatches({ client, batches, onProgress })
  reporter.stop()
  process.env.FIELDWORK_URL = local.url
  process.env.FIELDWORK_KEY = local.key
  const status = await run(['report'])
  process.stdout.write(`${describeLocal(local)}\n`)
  if (!values.once) process.stdout.write('It stays up. Ctrl-C stops everything.\n')
  return status
}

process.stderr.write(
  'Sample sessions with planted truth (no real person’s): over HTTP, through the queue, into cohorts.\n',
)
await runLocal({ project: 'demo', once: values.once, work: show })
