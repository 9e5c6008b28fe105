import { catalogue } from '@fieldwork/errors'

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** docs/errors.md: the catalogue as a table. */
export function renderErrors(): string {
  const rows = Object.entries(catalogue).map(
    ([code, { status, fate, title, cause, remedy }]) =>
      `| <a id="${code}"></a>\`${code}\` | ${status} | ${fate} | ${cell(title)} | ${cell(cause)} | ${cell(remedy)} |`,
  )
  return `# Errors

Generated from \`packages/errors/src/catalogue.ts\` (\`npm run docs\`). Over HTTP they are RFC 9457 problem details with \`code\` and
\`remedy\` as further members; a rejected line of a batch has the same codes. What becomes of work that met the error is its fate:
\`transient\` is tried again by the queue's policy, \`permanent\` is dead-lettered with its reason, \`parks\` stops
the whole run until somebody resumes it, \`request\` is answered to whoever asked and changes nothing.

| Code | Status | Fate | What happened | Why | What to do |
|---|---|---|---|---|---|
${rows.join('\n')}
`
}
