import { runService } from '@fieldwork/runtime'
import { ApiConfiguration } from './configuration.ts'
import { startApi } from './start-api.ts'

await runService('api', ApiConfiguration, startApi)
