export { innocentTexts } from './innocent.ts'
export { cutPositions, type PlantedPosition, plantedPositions, wrappedPositions } from './positions.ts'
export { type PlantedSecret, plantedSecrets } from './secrets.ts'
