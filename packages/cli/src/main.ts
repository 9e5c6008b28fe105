#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// Compiled once, every command starts in two thirds of the time. In the person's own folder: others may write to the
// shared one that Node would take. Threads read the variable.
const cache = join(
  process.env.XDG_CACHE_HOME || join(process.env.HOME || homedir(), '.cache'),
  'fieldwork',
  'compiled',
)
process.env.NODE_COMPILE_CACHE ||= cache
enableCompileCache(process.env.NODE_COMPILE_CACHE)
const { run } = await import('./run.ts')

// The reader of our output may stop early (`| head`): no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
process.exitCode = await run(process.argv.slice(2))
