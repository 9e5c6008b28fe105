import type { Domain } from '../domain.ts'

export const clinic: Domain = {
  occupation: '29-0000',
  project: 'ward-rota',
  language: 'python',
  files: ['rota/build_rota.py', 'rota/handover.py', 'rota/audit.py', 'rota/leave.py'],
  data: ['data/shifts.csv', 'data/falls_audit.csv'],
  documents: ['notes/handover-template.md', 'notes/audit-report.md', 'leaflets/discharge.md'],
  parts: ['build_rota', 'rest_hours', 'falls_rate', 'swap_shift'],
  entities: ['shift', 'nurse', 'bed', 'handover', 'swap', 'audit'],
  things: ['the rota', 'the handover sheet', 'the audit table', 'the leave calendar'],
  terms: ['bank shift', 'rate per bed day', 'run chart', 'skill mix'],
  features: [
    'swap two shifts and keep the rest hours',
    'print the handover sheet per bay',
    'draw a run chart of falls per thousand bed days',
    'mark nights without a senior nurse',
  ],
  faults: [
    'someone has a late followed by an early',
    'a discharged bed still shows on the handover',
    'the rate uses admissions instead of bed days',
    'leave is counted on bank holidays',
  ],
  invariants: [
    'eleven hours of rest between any two shifts',
    'every night has one registered nurse per eight beds',
    'no patient identifiers leave the ward’s folder',
    'the numerator and denominator cover the same days',
  ],
  edgeCases: [
    'the night of the clock change',
    'a nurse on phased return',
    'a bed that moved to another ward in the middle of the month',
    'two falls of one patient on one day',
  ],
  reasons: [
    'the agreement counts handover time as work',
    'a c chart assumes equal exposure and we do not have it',
    'agency staff cannot give intravenous drugs here',
    'the matron signs off the rota six weeks ahead',
  ],
  questions: [
    'whether falls fell after the new rounding',
    'which shifts are filled by bank staff most often',
    'how sick leave goes with runs of nights',
    'how long discharges wait for medication',
  ],
  texts: [
    'a leaflet for patients who go home after surgery',
    'the report of the falls audit',
    'a handover template',
    'a note to the team about swaps',
  ],
  instructions: [
    'I am a charge nurse and plan the rota of a surgical ward; our hospital audits falls every month.',
    'Nothing here may identify a patient.',
    'Use the words of the ward: early, late, night, bank.',
  ],
}
