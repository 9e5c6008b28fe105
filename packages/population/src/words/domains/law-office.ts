import type { Domain } from '../domain.ts'

export const lawOffice: Domain = {
  occupation: '23-0000',
  project: 'lease-review',
  language: 'python',
  files: ['review/extract_clauses.py', 'review/deadlines.py', 'review/compare.py', 'review/bundle.py'],
  data: ['matters/clauses.csv', 'matters/deadlines.csv'],
  documents: ['memos/break-clause.md', 'memos/rent-review.md', 'letters/notice.md'],
  parts: ['extract_clauses', 'limitation_date', 'compare_drafts', 'build_bundle'],
  entities: ['clause', 'lease', 'matter', 'deadline', 'notice', 'exhibit'],
  things: ['the list of deadlines', 'the comparison of the drafts', 'the bundle', 'the clause table'],
  terms: ['break clause', 'redline', 'limitation', 'exhibit'],
  features: [
    'pull every break clause out of the leases',
    'compute the last day for notice',
    'compare our draft with the other side’s',
    'number the exhibits of a bundle',
  ],
  faults: [
    'a schedule is read as a clause',
    'the deadline falls on a Sunday',
    'the comparison hides moved paragraphs',
    'exhibit numbers jump from nine to eleven',
  ],
  invariants: [
    'defined terms keep their capital in every draft',
    'time runs from deemed service and not from dispatch',
    'privileged documents never reach the bundle',
    'each clause is cited with its page',
  ],
  edgeCases: [
    'a side letter that varies the lease',
    'service on a bank holiday',
    'a break conditional on vacant possession',
    'a lease that was assigned twice',
  ],
  reasons: [
    'a condition precedent has to be met strictly',
    'the court counts clear days',
    'the tenant may rely on the earlier draft',
    'disclosure is ongoing',
  ],
  questions: [
    'which leases can be ended before next summer',
    'how the rent review clauses differ',
    'which matters have a deadline this month',
    'which drafts still carry the old indemnity',
  ],
  texts: [
    'a memo on whether the break was exercised in time',
    'a notice to the landlord',
    'a plain summary of the lease for the client',
    'a chronology for counsel',
  ],
  instructions: [
    'I am a solicitor at a law firm and review commercial leases; the files belong to our clients’ matters.',
    'Cite clause and page; never paraphrase a defined term.',
    'The partner reads every memo before it leaves the law office.',
  ],
}
