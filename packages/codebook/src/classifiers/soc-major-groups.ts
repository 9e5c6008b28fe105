import type { Option } from '../classifier.ts'

/** Titles of the major groups (US Bureau of Labor Statistics, Standard Occupational Classification 2018). */
export const socMajorGroupOptions: readonly Option[] = [
  { id: '11-0000', definition: 'Management' },
  { id: '13-0000', definition: 'Business and financial operations' },
  { id: '15-0000', definition: 'Computer and mathematical' },
  { id: '17-0000', definition: 'Architecture and engineering' },
  { id: '19-0000', definition: 'Life, physical and social science' },
  { id: '21-0000', definition: 'Community and social service' },
  { id: '23-0000', definition: 'Legal' },
  { id: '25-0000', definition: 'Educational instruction and library' },
  { id: '27-0000', definition: 'Arts, design, entertainment, sports and media' },
  { id: '29-0000', definition: 'Healthcare practitioners and technical' },
  { id: '31-0000', definition: 'Healthcare support' },
  { id: '33-0000', definition: 'Protective service' },
  { id: '35-0000', definition: 'Food preparation and serving related' },
  { id: '37-0000', definition: 'Building and grounds cleaning and maintenance' },
  { id: '39-0000', definition: 'Personal care and service' },
  { id: '41-0000', definition: 'Sales and related' },
  { id: '43-0000', definition: 'Office and administrative support' },
  { id: '45-0000', definition: 'Farming, fishing and forestry' },
  { id: '47-0000', definition: 'Construction and extraction' },
  { id: '49-0000', definition: 'Installation, maintenance and repair' },
  { id: '51-0000', definition: 'Production' },
  { id: '53-0000', definition: 'Transportation and material moving' },
  { id: '55-0000', definition: 'Military specific' },
]
