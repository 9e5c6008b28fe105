export { type Closers, closers } from './closers.ts'
export {
  type ConfigurationRow,
  describeConfiguration,
  type Environment,
  readConfiguration,
} from './configuration.ts'
export { type ConsumerHealthOptions, startConsumerHealth } from './consumer-health.ts'
export { createHealth } from './health.ts'
export { type HealthRoutes, type HealthServer, healthRoutes, startHealthServer } from './health-server.ts'
export { createLiveness, type LivenessOptions } from './liveness.ts'
export { createLogger, LOG_LEVELS, type Logger, type LogLevel, loggerOptions } from './logger.ts'
export { createMetrics } from './metrics.ts'
export type { CheckReport, Probe, ProbeReport } from './probe.ts'
export { repeat } from './repeat.ts'
export { type Listening, runService, type ServiceContext } from './run-service.ts'
export { runUntilSignal } from './run-until-signal.ts'
export { type SerialisedError, serialiseError } from './serialise-error.ts'
export { connections, consuming, logging } from './service-configuration.ts'
