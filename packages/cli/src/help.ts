import { createProgram } from './program.ts'

/** docs/cli.md: the help of every command, as `--help` prints it. */
export function renderCliDocs(): string {
  const program = createProgram()
  const section = (title: string, help: string) => `## ${title}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`
  return [
    '# The command line\n',
    'Generated from the commands themselves (`npm run docs`). In this repository, `npm run fieldwork -- <command>`.\n',
    section('fieldwork', helpOf(program)),
    ...program.commands.map((command) => section(`fieldwork ${command.name()}`, helpOf(command))),
  ].join('\n')
}

/** The text that `--help` prints, with what is added after it. */
function helpOf(command: ReturnType<typeof createProgram>): string {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
  })
  command.outputHelp()
  return text
}
