import { runService } from '@fieldwork/runtime'
import { AggregatorConfiguration } from './configuration.ts'
import { startAggregator } from './start-aggregator.ts'

await runService('aggregator', AggregatorConfiguration, startAggregator)
