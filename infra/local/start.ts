// `npm start`: the whole system on this machine, for one's own sessions.
import { describeLocal } from './describe-local.ts'
import { runLocal } from './run-local.ts'

await runLocal({
  project: 'default',
  once: process.argv.includes('--once'),
  async work(local) {
    process.stdout.write(`${describeLocal(local)}\nCtrl-C stops everything.\n`)
    return 0
  },
})
