import { setTimeout as sleep } from 'node:timers/promises'
import { closers, createLogger, runUntilSignal } from '../src/index.ts'

// A process that tests tell to end: opens four things, one that cannot be closed and one that hangs.
const log = createLogger({ service: 'ending', level: 'debug' })
const stack = closers({ log, limitMs: 300 })
stack.push('first', () => sleep(50))
stack.push('broken', () => Promise.reject(new Error('does not close')))
stack.push(
  'hanging',
  () => (process.argv[2] === 'hang' ? sleep(60_000) : sleep(10_000)),
  process.argv[2] === 'hang' ? 30_000 : 100,
)
stack.push('last', () => undefined)
runUntilSignal({ log, closers: stack })

if (process.argv[2] === 'throw')
  setTimeout(() => {
    throw new Error('nobody caught this')
  }, 10)
if (process.argv[2] === 'reject') setTimeout(() => void Promise.reject(new Error('nobody caught this')), 10)
setInterval(() => undefined, 1_000)
log.info('running')
