import type { DeadLetter, DeadLetterFilter } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import type { Command } from 'commander'
import { formatDeadLetter, formatDeadLetters } from '../format-dead-letters.ts'
import { positive } from '../option-values.ts'
import { addServiceOptions, clientOf, type ServiceOptions } from '../service-options.ts'

type Filtered = ServiceOptions & DeadLetterFilter & { readonly json?: boolean }
type RedriveOptions = Filtered & { readonly all?: boolean }

export function addDeadLetters(program: Command): void {
  const letters = program
    .command('dead-letters')
    .summary('what will not be tried again')
    .description(
      'Sessions and jobs that are given up, with their reasons; a redriven one is tried again with all its attempts. ' +
        'Asks for a key with the scope `admin`. Without a subcommand, lists them.',
    )
  const list = letters.command('list', { isDefault: true }).summary('by reason, then each, newest first')
  addFilter(addServiceOptions(list.description('Lists what is dead: how much by reason, then the newest.')))
    .option('--json', 'print JSON: all of them')
    .action(listDeadLetters)

  const show = letters.command('show').summary('one, with the calls made about it')
  addServiceOptions(show.description('Tells of one dead letter all that is known, without any transcript.'))
    .argument('<id>', 'its id, as the list has it')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Filtered) => {
      const letter = await clientOf(options).deadLetter(id)
      process.stdout.write(`${options.json === true ? JSON.stringify(letter) : formatDeadLetter(letter)}\n`)
    })

  const redrive = letters.command('redrive').summary('have one tried again, or all')
  addFilter(
    addServiceOptions(
      redrive.description('Has one dead letter tried again, or with --all every one that fits.'),
    ),
  )
    .argument('[id]', 'its id, as the list has it')
    .option('--all', 'all that fit')
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, options: RedriveOptions) => {
      const redriven = await redriveDeadLetters(id, options)
      const told = options.json === true ? JSON.stringify({ redriven }) : `${redriven} redriven.`
      process.stdout.write(`${told}\n`)
    })
}

function addFilter(command: Command): Command {
  return command
    .option('--queue <name>', 'only of this queue, such as annotate or aggregate')
    .option('--code <code>', 'only with this reason, such as attempts_exhausted')
    .option('--run <id>', 'only of this run', positive)
}

async function listDeadLetters(options: Filtered): Promise<void> {
  const client = clientOf(options)
  const page = await client.deadLetterPage(filterOf(options))
  if (options.json !== true) {
    process.stdout.write(`${formatDeadLetters(page)}\n`)
    return
  }
  const deadLetters: DeadLetter[] = []
  for await (const letter of client.deadLetters(filterOf(options))) deadLetters.push(letter)
  process.stdout.write(`${JSON.stringify({ counts: page.counts, deadLetters })}\n`)
}

async function redriveDeadLetters(id: string | undefined, options: RedriveOptions): Promise<number> {
  const filter = filterOf(options)
  const filtered = Object.values(filter).some((value) => value !== undefined)
  if (id !== undefined && (options.all === true || filtered)) {
    throw new FieldworkError('usage', 'an id and --all, --queue, --code or --run exclude each other')
  }
  if (id === undefined && options.all !== true) {
    throw new FieldworkError('usage', 'give an id, or --all, which --queue, --code and --run narrow')
  }
  const client = clientOf(options)
  const answer =
    id === undefined ? await client.redriveDeadLetters(filter) : await client.redriveDeadLetter(id)
  return answer.redriven
}

const filterOf = ({ queue, code, run }: Filtered): DeadLetterFilter => ({ queue, code, run })
