import { cohorts, defaultThresholds, metrics } from '@fieldwork/study'

/** docs/cohorts.md: the metric catalogue and the cohorts that are materialised. */
export function renderCohorts(): string {
  const rows = Object.entries(metrics).map(
    ([id, { title, unit, summary }]) => `| \`${id}\` | ${title} | ${unit} | ${summary} |`,
  )
  const list = cohorts.map(
    ({ id, title, dimensions, metrics: ids }) =>
      `| \`${id}\` | ${title} | ${dimensions.map((dimension) => `\`${dimension}\``).join(', ') || 'none'} | ${ids.length} |`,
  )
  return `# Cohorts and metrics

Generated from \`packages/study\` (\`npm run docs\`). A cell is shown from ${defaultThresholds.sessions} sessions of ${defaultThresholds.people} people on; the others are suppressed.

## Cohorts

| Cohort | What it is | Dimensions | Metrics |
|---|---|---|---|
${list.join('\n')}

## Metrics

| Metric | What it is | Unit | Summary |
|---|---|---|---|
${rows.join('\n')}
`
}
