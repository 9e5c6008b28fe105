#!/usr/bin/env node
import { run } from './run.ts'

// The reader of our output may stop early (`| head`): no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
process.exitCode = await run(process.argv.slice(2))
