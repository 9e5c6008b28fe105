import { createConsumer } from '../src/index.ts'

// A worker that takes a job and never ends it, for tests that kill it: prints the chunk it took.
createConsumer({
  url: process.argv[2] ?? '',
  queue: 'annotate',
  concurrency: 1,
  name: 'doomed',
  lockDurationMs: 1_000,
  stalledIntervalMs: 300,
  async handle({ chunkId }) {
    console.log(chunkId)
    await new Promise(() => undefined)
  },
  onDead: async () => undefined,
  onError: (error) => console.error(error),
})
