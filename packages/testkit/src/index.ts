export { dockerAnswers } from './docker.ts'
export { freePort } from './free-port.ts'
export type { AccountEntry, AccountStatement } from './model-simulator/account.ts'
export { type PlantedAnswer, plainAnswer } from './model-simulator/answers/planted.ts'
export { plausibleAnswer } from './model-simulator/answers/plausible.ts'
export { recordedAnswer, transcriptKey } from './model-simulator/answers/recorded.ts'
export type { BatchFault, BatchFaultScript } from './model-simulator/batches/process-item.ts'
export { anyOf, during, inARow } from './model-simulator/fault-scripts.ts'
export type { Fault, FaultRequest, FaultScript } from './model-simulator/faults.ts'
export { lognormal } from './model-simulator/latency.ts'
export type { ModelSimulatorOptions } from './model-simulator/options.ts'
export { type Random, randomOf } from './model-simulator/random.ts'
export type { ReceivedRequest } from './model-simulator/received.ts'
export { type ModelSimulator, startModelSimulator } from './model-simulator/server.ts'
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
