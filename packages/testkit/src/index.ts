export { dockerAnswers } from './docker.ts'
export { freePort } from './free-port.ts'
export { type PlantedAnswer, plainAnswer } from './model-simulator/answers.ts'
export type { Fault, FaultScript } from './model-simulator/faults.ts'
export {
  type ModelSimulator,
  type ModelSimulatorOptions,
  type ReceivedRequest,
  startModelSimulator,
} from './model-simulator/server.ts'
export { type OwnServer, ownPostgres, ownRedis } from './own-servers.ts'
export {
  cutPositions,
  innocentTexts,
  type PlantedPosition,
  type PlantedSecret,
  plantedPositions,
  plantedSecrets,
  wrappedPositions,
} from './planted-secrets/index.ts'
export { type PostgresOptions, type Server, startPostgresServer } from './postgres-server.ts'
export { redisInstalled, spawnRedis, startRedisServer } from './redis-server.ts'
export { createDatabase, createTemplate, type TestDatabase } from './test-database.ts'
export { eventually, until } from './until.ts'
