export { ApiConfiguration } from './configuration.ts'
export { describeApi } from './describe-api.ts'
