export { AggregatorConfiguration } from './configuration.ts'
