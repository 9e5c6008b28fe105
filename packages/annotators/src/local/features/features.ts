import { deedFeatures } from './deeds.ts'
import type { Feature } from './feature.ts'
import { speechFeatures } from './person.ts'
import { stackedFeatures } from './stacked.ts'
import { telemetryFeatures } from './telemetry.ts'
import { toldFeatures } from './told.ts'

/** Every number that a model may look at, apart from words. */
export const features: readonly Feature[] = [
  ...telemetryFeatures,
  ...deedFeatures,
  ...speechFeatures,
  ...stackedFeatures,
  ...toldFeatures,
]
