// `npm run bench` lists the benchmarks; `npm run bench -- NAME [--quick]` runs one and ends with one line of JSON.
import { parseArgs } from 'node:util'
import { accept } from './accept/accept.ts'
import type { Benchmark } from './benchmark.ts'
import { budget } from './budget/budget.ts'
import { cost } from './cost/cost.ts'
import { drain } from './drain/drain.ts'
import { read } from './read/read.ts'

const benchmarks: Readonly<Record<string, Benchmark>> = { accept, budget, cost, drain, read }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, size: { type: 'string' } },
})
const [name, ...more] = positionals
const benchmark = name === undefined ? undefined : benchmarks[name]
if (name === undefined) {
  console.log('npm run bench -- NAME [--quick]\n')
  for (const [known, { about }] of Object.entries(benchmarks)) console.log(`  ${known.padEnd(8)} ${about}`)
} else if (benchmark === undefined || more.length > 0) {
  console.error(
    `There is no benchmark ${positionals.join(' ')}; there are: ${Object.keys(benchmarks).join(', ')}`,
  )
  process.exitCode = 2
} else {
  const size = values.size === undefined ? undefined : Number(values.size)
  const figures = await benchmark.run({ quick: values.quick, size })
  console.log(JSON.stringify({ bench: name, ...figures }))
}
