import type { Domain } from '../domain.ts'

export const accounting: Domain = {
  occupation: '13-0000',
  project: 'month-end',
  language: 'python',
  files: ['closing/accruals.py', 'closing/match_invoices.py', 'closing/fx.py', 'closing/report.py'],
  data: ['exports/journal_2026.csv', 'exports/open_items.xlsx'],
  documents: ['notes/closing-checklist.md', 'notes/accrual-policy.md', 'notes/audit-requests.md'],
  parts: ['match_invoices', 'post_accrual', 'revalue_fx', 'trial_balance'],
  entities: ['invoice', 'accrual', 'journal', 'account', 'vendor', 'period'],
  things: [
    'the list of open invoices',
    'the closing sheet',
    'the bank import',
    'the report for the auditors',
  ],
  terms: ['accrual', 'reconciliation', 'cost centre', 'journal'],
  features: [
    'match payments to invoices by amount and reference',
    'list invoices that are more than sixty days late',
    'book the monthly accruals from the contract list',
    'convert the foreign accounts at the closing rate',
  ],
  faults: [
    'the totals are off by a few cents',
    'credit notes show up as payments',
    'some vendors appear twice with different spellings',
    'December ends up in the wrong fiscal year',
  ],
  invariants: [
    'the trial balance still sums to zero per entity',
    'every accrual is reversed in the following period',
    'no invoice is matched to more than its open amount',
    'the revaluation only touches monetary accounts',
  ],
  edgeCases: [
    'a credit note that crosses the period end',
    'partial payments in another currency',
    'a vendor that is also a customer',
    'the thirteenth period',
  ],
  reasons: [
    'the auditors want the original posting and its reversal, never an edit',
    'intercompany must be eliminated before the ratio means anything',
    'the bank’s value date and the booking date differ over weekends',
    'materiality is set per entity and not for the group',
  ],
  questions: [
    'how the average payment delay changed by quarter',
    'which cost centres are over their budget and by how much',
    'what share of accruals is never used',
    'which vendors get paid twice',
  ],
  texts: [
    'the closing checklist for the finance team',
    'a memo to the auditors about the accrual policy',
    'an e-mail to vendors about our new payment terms',
    'a short report on late payers for the board',
  ],
  instructions: [
    'I am an accountant in the finance team of a mid-sized company; these scripts help with the month-end closing.',
    'Our fiscal year ends in March, amounts are in euros, and debits are positive.',
    'The controller and the external auditor read the outputs, so keep a trace of every adjustment.',
  ],
}
