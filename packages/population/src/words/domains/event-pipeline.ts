import type { Domain } from '../domain.ts'

export const eventPipeline: Domain = {
  occupation: '15-0000',
  project: 'riverbed',
  language: 'python',
  files: [
    'riverbed/ingest/consumer.py',
    'riverbed/jobs/sessionize.py',
    'riverbed/models/churn.py',
    'riverbed/io/warehouse.py',
  ],
  data: ['samples/events.parquet', 'samples/sessions.csv'],
  documents: ['docs/tables.md', 'docs/backfill.md', 'README.md'],
  parts: ['sessionize', 'load_partition', 'dedupe_events', 'score_accounts'],
  entities: ['event', 'partition', 'session', 'account', 'feature', 'offset'],
  things: ['the nightly job', 'the dashboard', 'the table of sessions', 'the churn score'],
  terms: ['pipeline', 'partition', 'backfill', 'schema'],
  features: [
    'backfill one day without touching the others',
    'flag accounts whose score changed a lot',
    'read the new event version next to the old one',
    'write the sessions partitioned by country',
  ],
  faults: [
    'the nightly job counts some events twice',
    'sessions are cut at midnight',
    'the score is missing for accounts without events',
    'the job runs out of memory on Mondays',
  ],
  invariants: [
    'the join stays one-to-one on account and day',
    'running a partition twice gives the same rows',
    'no event is both late and counted on time',
    'the row counts match the source within the late window',
  ],
  edgeCases: [
    'events that arrive after the watermark',
    'daylight saving time in the session boundary',
    'accounts that were merged in the middle of a day',
    'a partition that exists but is empty',
  ],
  reasons: [
    'the broker guarantees at-least-once and nothing more',
    'the warehouse charges by bytes scanned',
    'a leak from the label window would flatter the model',
    'skewed keys put half of the data on one worker',
  ],
  questions: [
    'how session length differs between web and mobile',
    'what share of events arrives late, by source',
    'whether the score still separates the accounts that left',
    'how the number of active accounts developed by month',
  ],
  texts: [
    'the description of the session table for analysts',
    'a runbook for backfills',
    'a note on why the score dropped in March',
    'the design note for the new event version',
  ],
  instructions: [
    'Data platform repository of the analytics engineering team; jobs run in production every night.',
    'Changes need a pull request with a passing pipeline and a reviewer from the team.',
    'Tables are an API for our users: never drop a column without a deprecation.',
  ],
}
