import { createProgram } from './program.ts'

type Program = ReturnType<typeof createProgram>

/** docs/cli.md: the help of every command, as `--help` prints it. */
export function renderCliDocs(): string {
  const program = createProgram()
  return [
    '# The command line\n',
    'Generated from the commands themselves (`npm run docs`). In this repository, `npm run fieldwork -- <command>`.\n',
    section('fieldwork', helpOf(program)),
    ...program.commands.flatMap((command) => sectionsOf(command, 'fieldwork')),
  ].join('\n')
}

const section = (title: string, help: string) => `## ${title}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`

/** A command and those below it. */
function sectionsOf(command: Program, parent: string): readonly string[] {
  const name = `${parent} ${command.name()}`
  return [section(name, helpOf(command)), ...command.commands.flatMap((below) => sectionsOf(below, name))]
}

/** The text that `--help` prints, with what is added after it. */
function helpOf(command: Program): string {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
  })
  command.outputHelp()
  return text
}
