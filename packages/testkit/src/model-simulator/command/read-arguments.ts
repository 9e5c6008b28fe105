import { parseArgs } from 'node:util'

/** The defaults are the limits of a first tier, and the pace of a model of middling size. */
const defaults = {
  port: 8_787,
  'requests-per-minute': 1_000,
  'input-tokens-per-minute': 2_000_000,
  'output-tokens-per-minute': 400_000,
  'latency-ms': 800,
  'batch-seconds': 60,
} as const
type Name = keyof typeof defaults
export type SimulatorArguments = Readonly<Record<Name, number>>

const said: Readonly<Record<Name, string>> = {
  port: 'where it listens, on this machine only',
  'requests-per-minute': 'limit of each key and model',
  'input-tokens-per-minute': 'fresh input and cache writes',
  'output-tokens-per-minute': 'output',
  'latency-ms': 'median time to the first byte; a token follows each hundredth of it',
  'batch-seconds': 'how long a batch takes',
}

const names = Object.keys(defaults).filter((name): name is Name => name in defaults)

export const help = `Usage: npm run simulator -- [options]

A simulated Messages API (messages, batches, token counts), to try a run without paying. Its labels are drawn from a hash of
each transcript, in plausible shares; they tell nothing about a session.

Options:
${names.map((name) => `  ${`--${name} <number>`.padEnd(37)} ${said[name]} (${defaults[name]})`).join('\n')}
  ${'--help'.padEnd(37)} this text
`

/** Reads the command line. `wrong` says in one line what cannot be read. */
export function readArguments(
  args: readonly string[],
): SimulatorArguments | 'help' | { readonly wrong: string } {
  const text = { type: 'string' } as const
  const options = {
    ...Object.fromEntries(names.map((name) => [name, text])),
    help: { type: 'boolean' },
  } as const
  let values: Readonly<Record<string, string | boolean | undefined>>
  try {
    values = parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
  if (values.help === true) return 'help'
  const read = { ...defaults, ...numbersIn(values) }
  const wrong = names.find((name) => !isAllowed(name, read[name]))
  return wrong === undefined ? read : { wrong: `--${wrong} must be a number above 0` }
}

const numbersIn = (values: Readonly<Record<string, unknown>>): Partial<Record<Name, number>> =>
  Object.fromEntries(
    names.flatMap((name) => (values[name] === undefined ? [] : [[name, Number(values[name])]])),
  )

function isAllowed(name: Name, value: number): boolean {
  if (name === 'port') return Number.isInteger(value) && value >= 0 && value < 65_536
  const least = name === 'latency-ms' || name === 'batch-seconds' ? 0 : Number.MIN_VALUE
  return Number.isFinite(value) && value >= least
}
