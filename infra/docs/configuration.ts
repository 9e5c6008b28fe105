import { AggregatorConfiguration } from '@fieldwork/aggregator'
import { ApiConfiguration } from '@fieldwork/api'
import { type ConfigurationRow, describeConfiguration } from '@fieldwork/runtime'
import { WorkerConfiguration } from '@fieldwork/worker'

const cell = (text: string) => text.replaceAll('|', '\\|')

function row({ name, type, required, default: fallback, secret, description }: ConfigurationRow): string {
  const value = required ? 'required' : fallback === null ? '' : `\`${fallback}\``
  return `| \`${name}\` | ${cell(type)} | ${value} | ${cell(description)}${secret ? ' (secret)' : ''} |`
}

function section(title: string, rows: readonly ConfigurationRow[]): string {
  return `## ${title}\n\n| Variable | Type | Default | What it is |\n|---|---|---|---|\n${rows.map(row).join('\n')}\n`
}

/** docs/configuration.md: every variable of every service. */
export function renderConfiguration(): string {
  return [
    '# Configuration\n',
    'Generated from the schemas of the services (`npm run docs`). Each process reads its environment once, at its start, and ends',
    'with a message that names every variable that is wrong. An empty variable counts as not set.\n',
    section('API', describeConfiguration(ApiConfiguration)),
    section('Worker', describeConfiguration(WorkerConfiguration)),
    section('Aggregator', describeConfiguration(AggregatorConfiguration)),
  ].join('\n')
}
