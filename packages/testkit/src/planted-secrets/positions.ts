import { drawsOf } from './random.ts'

/** A place of a transcript where a secret is found. */
export type PlantedPosition = { readonly name: string; place(text: string): string }

const lines = (text: string, before: string) => text.replace(/^/gm, before)

const words = ['gull', 'tern', 'kelp', 'the', 'of', 'a', 'harbour', 'buoy', 'mill', 'and', 'stone', 'to']
function prose(length: number): string {
  const draws = drawsOf(length)
  let text = ''
  while (text.length < length) text += `${words[draws.whole(0, words.length - 1)]} `
  return `${text.slice(0, length - 1)} `
}

/** Breaks every line at the eightieth column, wherever that falls. */
const hardWrap = (text: string) => text.replace(/[^\n]{80}(?=[^\n])/g, '$&\n')

/** Where secrets stand in transcripts: said, printed, quoted, escaped, edited, configured, sent, wrapped. */
export const plantedPositions: readonly PlantedPosition[] = [
  { name: 'plain text', place: (text) => `Please use ${text} for it, then run the tests.` },
  { name: 'end of a sentence', place: (text) => `It is ${text}.` },
  { name: 'Markdown code', place: (text) => `Set \`${text}\` there:\n\n\`\`\`\n${text}\n\`\`\`` },
  { name: 'JSON', place: (text) => JSON.stringify({ id: 7, note: text }) },
  { name: 'JSON in JSON', place: (text) => JSON.stringify({ body: JSON.stringify({ note: text }) }) },
  { name: 'escaped lines', place: (text) => JSON.stringify(`first\n${text}\n\tlast`) },
  {
    name: 'added lines of a diff',
    place: (text) => `@@ -1,2 +1,2 @@\n const a = 1\n-old\n${lines(text, '+')}`,
  },
  {
    name: 'removed lines of a diff',
    place: (text) => `@@ -1,2 +1,2 @@\n const a = 1\n${lines(text, '-')}\n+new`,
  },
  { name: 'lines with numbers', place: (text) => `     6→first\n${lines(text, '     7→')}\n     8→last` },
  { name: 'shell command', place: (text) => `cd mill && run --with '${text}' --verbose && echo done` },
  { name: 'shell export', place: (text) => `export MILL="${text}"\n./run` },
  { name: '.env file', place: (text) => `PORT=3000\nMILL_VALUE=${text}\nDEBUG=1\n` },
  {
    name: 'YAML',
    place: (text) => `mill:\n  port: 3000\n  values:\n    - ${text.replaceAll('\n', '\n      ')}\n`,
  },
  { name: 'log line', place: (text) => `2026-03-04T05:06:07.890Z INFO [mill] value=${text} took 12 ms` },
  { name: 'table', place: (text) => `| name | value |\n| --- | --- |\n| mill | ${text} |` },
  { name: 'source code', place: (text) => `const mill = ['${text}', 12] // as given` },
  {
    name: 'URL-encoded',
    place: (text) => `GET https://example.net/callback?next=${encodeURIComponent(text)}&page=2`,
  },
  { name: 'quoted mail', place: (text) => `On Monday the keeper wrote:\n${lines(text, '> ')}\n` },
]

/** Hard wraps at eighty columns: the secret begins at each of some columns. */
export const wrappedPositions: readonly PlantedPosition[] = [20, 45, 60, 70, 77].map((column) => ({
  name: `wrapped, from column ${column}`,
  place: (text) => hardWrap(`${prose(column)}${text} ${prose(90)}`),
}))

/** Longer than what is kept of a text, with the secret across the place where it is cut. */
export const cutPositions: readonly PlantedPosition[] = [-400, -150, -60, -25, -8, 0].map((offset) => ({
  name: `cut ${-offset} characters after its beginning`,
  place: (text) => `${prose(2_480 + offset)}${text} ${prose(6_000)}`,
}))
