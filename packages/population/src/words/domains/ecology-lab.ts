import type { Domain } from '../domain.ts'

export const ecologyLab: Domain = {
  occupation: '19-0000',
  project: 'wetland-survey',
  language: 'python',
  files: ['analysis/occupancy.py', 'analysis/clean_counts.py', 'analysis/figures.py', 'analysis/priors.py'],
  data: ['data/point_counts_2025.csv', 'data/site_covariates.csv'],
  documents: ['manuscript/methods.md', 'manuscript/response-to-reviewers.md', 'notes/field-protocol.md'],
  parts: ['fit_occupancy', 'clean_counts', 'detection_history', 'plot_posterior'],
  entities: ['site', 'visit', 'taxon', 'observer', 'covariate', 'transect'],
  things: [
    'the table with the counts',
    'the map of the sites',
    'the figure for the paper',
    'the model output',
  ],
  terms: ['regression', 'posterior', 'p-value', 'covariate'],
  features: [
    'fit detection separately for every observer',
    'draw the occupancy map with its uncertainty',
    'merge the acoustic detections into the visit table',
    'repeat the analysis without the drained sites',
  ],
  faults: [
    'the counts of June are missing from the model',
    'species codes with a trailing blank are treated as new species',
    'the chains do not mix for two sites',
    'the map is mirrored',
  ],
  invariants: [
    'a site is never both unvisited and a zero',
    'detection and occupancy stay identifiable after the covariates go in',
    'the visits of one season are closed with respect to occupancy',
    'effective sample size stays above four hundred for every parameter',
  ],
  edgeCases: [
    'a visit that was broken off by rain',
    'double counts at the border of two transects',
    'an observer who changed sites in the middle of the season',
    'species with fewer than five detections',
  ],
  reasons: [
    'the water level confounds vegetation and season',
    'pseudo-replication would halve the standard errors for nothing',
    'the reviewers asked for a prior sensitivity analysis',
    'detection falls after nine in the morning',
  ],
  questions: [
    'whether occupancy fell at the drained sites',
    'how detection depends on wind and on the observer',
    'which sites drive the trend',
    'how much the estimate moves under a wider prior',
  ],
  texts: [
    'the methods section on detection',
    'the response to the second reviewer',
    'a plain summary for the land owners',
    'the abstract for the conference',
  ],
  instructions: [
    'I am an ecologist and postdoc; our lab surveys wetland birds, and these are the analyses for the manuscript.',
    'Field data come from three observers; the protocol is in notes/field-protocol.md.',
    'Report posterior means with 95 % intervals, figures in the style of the journal.',
  ],
}
