import { runService } from '@fieldwork/runtime'
import { WorkerConfiguration } from './configuration.ts'
import { startWorker } from './start-worker.ts'

await runService('worker', WorkerConfiguration, startWorker)
