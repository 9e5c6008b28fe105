export { type Planted, plantedParameters } from './parameters.ts'
export type { SessionsPerPerson } from './person.ts'
export {
  countSessions,
  generatePopulation,
  type PlantedSession,
  type PopulationOptions,
} from './population.ts'
export { workModeShares } from './truth/work-mode.ts'
export type { Window } from './window.ts'
