import type { Domain } from '../domain.ts'

export const operationsOffice: Domain = {
  occupation: '11-0000',
  project: 'ops-review',
  language: 'python',
  files: ['review/headcount.py', 'review/okr_board.py', 'review/vendor_costs.py', 'review/slides.py'],
  data: ['inputs/headcount.csv', 'inputs/vendor_spend.xlsx'],
  documents: ['memos/quarterly-review.md', 'memos/hiring-plan.md', 'memos/offsite-agenda.md'],
  parts: ['headcount_bridge', 'okr_status', 'vendor_rank', 'build_slides'],
  entities: ['team', 'objective', 'vendor', 'budget', 'milestone', 'role'],
  things: ['the board with the goals', 'the headcount sheet', 'the slides for Monday', 'the vendor list'],
  terms: ['run rate', 'bridge', 'dashboard', 'KPI'],
  features: [
    'show headcount against plan for every department',
    'colour the goals that slipped by more than two weeks',
    'collect the updates of all leads into one page',
    'rank vendors by spend and renewal date',
  ],
  faults: [
    'people on leave are counted twice',
    'the slides show the plan of last quarter',
    'contractors disappear from the totals',
    'the renewal dates are a month off',
  ],
  invariants: [
    'the bridge from opening to closing headcount adds up per department',
    'a transfer is one leaver and one joiner on the same day',
    'nothing that the board has approved is overwritten',
    'the run rate excludes one-off costs',
  ],
  edgeCases: [
    'a reorganisation in the middle of the quarter',
    'a part-time role that is split between two teams',
    'a vendor contract with an automatic renewal',
    'an objective that two departments own',
  ],
  reasons: [
    'the board compares with the approved plan and not with the forecast',
    'the works council has to see the numbers first',
    'notice periods make the savings start a quarter later',
    'a single owner per goal is the only thing that has worked here',
  ],
  questions: [
    'where we are above the hiring plan and why',
    'which vendors grew faster than our revenue',
    'how long roles stay open by department',
    'which goals slipped three quarters in a row',
  ],
  texts: [
    'the memo for the quarterly business review',
    'the agenda of the leadership offsite',
    'an announcement of the new reporting lines',
    'the hiring plan for the second half of the year',
  ],
  instructions: [
    'I am the operations manager of a company with two hundred people and prepare the quarterly business review for the board.',
    'I manage four department heads; they send me sheets, I need one consistent page.',
    'Names of employees stay out of anything that is shared.',
  ],
}
