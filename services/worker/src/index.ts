export { WorkerConfiguration } from './configuration.ts'
