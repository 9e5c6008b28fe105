export { renderCliDocs } from './help.ts'
export { createProgressReporter, type Progress, type ProgressReporter } from './progress.ts'
export {
  type PushLine,
  type PushOptions,
  type PushRejection,
  type PushResult,
  pushSessions,
} from './push-sessions.ts'
export { run } from './run.ts'
export { transcriptLine } from './transcript-line.ts'
export { type WaitOptions, waitForBatches } from './wait-for-batches.ts'
