import {
  classifiers,
  codebook,
  codebookHash,
  definitionText,
  outputText,
  promptHash,
  shippedCalibration,
} from '@fieldwork/codebook'

/** docs/codebook.md: what is asked of a session, word for word, with versions and hashes. */
export function renderCodebook(): string {
  const rows = classifiers.map(
    (classifier) =>
      `| [\`${classifier.id}\`](#${classifier.id}) | ${classifier.version} | \`${promptHash(classifier)}\` |`,
  )
  const sections = classifiers.map(({ id }) => `## ${id}\n\n${definitionText(id)}\n\n${outputText(id)}`)
  return `# Codebook ${codebook.version}

Generated from \`packages/codebook\` (\`npm run docs\`). What a model is asked of one session, word for word. A label names the version of its classifier
and the hash of what was asked; changing a definition without a new version fails a test. The measures that follow from the answers are made in
\`packages/codebook/src/fact.ts\`.

| Classifier | Version | SHA-256 of its definition |
|---|---|---|
${rows.join('\n')}
| all of them | ${codebook.version} | \`${codebookHash()}\` |

The price of a task is named by comparison with a calibration set (\`${shippedCalibration.name}\`, ${shippedCalibration.postings.length} postings): ${shippedCalibration.note}
\`TASK_VALUE_CALIBRATION\` names a file of your own in its place; its hash is part of the hash of the prompt.

${sections.join('\n\n')}
`
}
