import type { Domain } from '../domain.ts'

export const payments: Domain = {
  occupation: '15-0000',
  project: 'tollgate',
  language: 'typescript',
  files: [
    'src/refunds/issue-refund.ts',
    'src/webhooks/receive.ts',
    'src/ledger/post-entry.ts',
    'src/payouts/schedule.ts',
  ],
  data: ['fixtures/settlements.csv', 'fixtures/disputes.json'],
  documents: ['docs/webhooks.md', 'docs/refunds.md', 'CHANGELOG.md'],
  parts: ['issueRefund', 'postEntry', 'receiveWebhook', 'schedulePayout'],
  entities: ['refund', 'payout', 'entry', 'dispute', 'webhook', 'settlement'],
  things: ['the refund button', 'the list of payouts', 'the page with the disputes', 'the daily statement'],
  terms: ['webhook', 'ledger', 'idempotency thing', 'settlement'],
  features: [
    'refund a payment in several parts',
    'hold a payout until the dispute is closed',
    'show which settlement a payment belongs to',
    'send the statement once a day per merchant',
  ],
  faults: [
    'a refund is sometimes booked twice',
    'the payout page shows yesterday’s balance',
    'webhooks that arrive late are dropped without a trace',
    'the statement is off by a few cents for yen',
  ],
  invariants: [
    'debits and credits of every entry sum to zero per currency',
    'the same event id never posts two entries',
    'a refund never exceeds what was captured',
    'balances are the same when the day is replayed',
  ],
  edgeCases: [
    'a partial refund after a dispute was lost',
    'currencies without minor units',
    'two deliveries of one webhook within the same second',
    'a settlement that closes over midnight UTC',
  ],
  reasons: [
    'the ledger is append-only and the auditors read it as it stands',
    'the provider retries for three days and does not keep the order',
    'the unique index on the event id is the only thing that makes it idempotent',
    'rounding happens once, at the edge, or the totals drift',
  ],
  questions: [
    'how long refunds take from request to settlement, by provider',
    'which merchants have the most disputes per thousand payments',
    'how the share of failed payouts changed by week',
    'whether late webhooks cluster at certain hours',
  ],
  texts: [
    'a migration guide for merchants who use the old webhooks',
    'release notes for the partial refunds',
    'a summary of last week’s incident for the other teams',
    'an internal page on how the ledger is reconciled',
  ],
  instructions: [
    'This is the repository of the payments platform team; every change goes through a pull request and needs one review from a code owner.',
    'Releases are cut from main on Tuesdays, the release notes go into CHANGELOG.md.',
    'On-call engineers read the runbooks in docs/, so keep them in step with the code.',
  ],
}
