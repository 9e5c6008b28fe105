import type { Domain } from '../domain.ts'

export const structuralOffice: Domain = {
  occupation: '17-0000',
  project: 'footbridge-checks',
  language: 'python',
  files: ['checks/load_cases.py', 'checks/section.py', 'checks/vibration.py', 'checks/report.py'],
  data: ['model/members.csv', 'model/load_cases.csv'],
  documents: ['report/calculation-note.md', 'report/assumptions.md', 'report/inspection.md'],
  parts: ['combine_loads', 'section_utilisation', 'modal_frequencies', 'write_note'],
  entities: ['member', 'node', 'section', 'support', 'combination', 'weld'],
  things: ['the table of members', 'the calculation note', 'the drawing list', 'the vibration plot'],
  terms: ['load case', 'safety factor', 'buckling', 'frequency'],
  features: [
    'combine the load cases by the national annex',
    'list members above ninety per cent utilisation',
    'plot the first three modes of the deck',
    'fill the calculation note from the model',
  ],
  faults: [
    'wind is added with the wrong sign',
    'utilisation is above one for a member without load',
    'the first frequency is half of what I expect',
    'units are mixed between millimetres and metres',
  ],
  invariants: [
    'reactions balance the applied loads in every combination',
    'no favourable load gets an unfavourable factor',
    'buckling lengths match the bracing in both axes',
    'the mass in the modal model equals the dead load',
  ],
  edgeCases: [
    'uplift at the north bearing',
    'a crowd that walks in step',
    'members in tension only',
    'settlement of a single pier',
  ],
  reasons: [
    'serviceability governs here and not strength',
    'the checker signs for each assumption on its own',
    'second-order effects are above ten per cent in the mast',
    'the annex replaces the recommended factors',
  ],
  questions: [
    'which combination governs each member',
    'how the first frequency depends on the deck mass',
    'how much steel a stiffer section would cost',
    'where the fatigue detail is critical',
  ],
  texts: [
    'the assumptions chapter of the calculation note',
    'an answer to the checking engineer',
    'the inspection report of the bearings',
    'a summary for the client',
  ],
  instructions: [
    'I am a structural engineer in an engineering office; these are checks for a footbridge, next to the model from our analysis program.',
    'Use the Eurocodes with the national annex, kilonewtons and metres.',
    'The checking engineer gets the note as it is printed.',
  ],
}
