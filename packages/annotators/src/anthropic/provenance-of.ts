import { createHash } from 'node:crypto'
import { calibrationHash, codebookHash, shippedCalibration } from '@fieldwork/codebook'
import type { Provenance } from '../annotator.ts'
import type { ModelProfile } from './model-profiles.ts'
import type { PlanOptions } from './plan-calls.ts'
import type { RecordedAnswer } from './ports.ts'
import { instructions, schema } from './prompt.ts'
import type { Strategy } from './steps.ts'

/** How a session's labels came about: the sums of its answers, and what all sessions of such a run share. */
export function provenanceOf(
  strategy: Strategy,
  { model, temperature }: ModelProfile,
  { calibration = shippedCalibration, maxTokens }: PlanOptions,
  answered: readonly RecordedAnswer[],
  transcriptCut: boolean,
): Provenance {
  const shared = [strategy, instructions, codebookHash(), calibrationHash(calibration), schema]
  const sum = (count: (record: RecordedAnswer) => number) =>
    answered.reduce((total, record) => total + count(record), 0)
  return {
    model: answered[0]?.model ?? model,
    settings: {
      strategy,
      calibration: calibration.name,
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(strategy === 'faithful' && temperature !== null ? { temperature } : {}),
    },
    promptHash: createHash('sha256').update(JSON.stringify(shared)).digest('hex'),
    transcriptCut,
    inputTokens: sum(({ usage }) => usage.inputTokens),
    outputTokens: sum(({ usage }) => usage.outputTokens),
    cacheReadTokens: sum(({ usage }) => usage.cacheReadTokens),
    cacheCreationTokens: sum(({ usage }) => usage.cacheWrite5mTokens + usage.cacheWrite1hTokens),
    costUsd: sum(({ costUsd }) => costUsd),
  }
}
