import {
  type Annotator,
  createAnthropicAnnotator,
  createLocalAnnotator,
  createNoneAnnotator,
  loadCalibration,
  type ModelPrice,
} from '@fieldwork/annotators'
import { type Calibration, codebook } from '@fieldwork/codebook'
import { FieldworkError, isFieldworkError } from '@fieldwork/errors'
import type { Run, RunDefinition } from '@fieldwork/store'
import type { WorkerConfiguration } from './configuration.ts'

/** What names an annotator: its kind, and what else decides how it answers. */
type AnnotatorChoice = Pick<RunDefinition, 'annotator' | 'settings'>

export type Annotators = {
  /** The annotator that the environment names, for projects whose run nobody chose. */
  readonly ofEnvironment: AnnotatorChoice
  /** Throws `annotator_missing` where this worker has none of that kind, or lacks what it needs. */
  get(choice: AnnotatorChoice): Annotator
  has(choice: AnnotatorChoice): boolean
  /** As `get`, for a run: also throws where the run was made for another version of codebook or annotator. */
  ofRun(run: Run): Annotator
}

/** The annotators of one worker, each made once, when it is first asked for. */
export function createAnnotators(configuration: WorkerConfiguration): Annotators {
  const made = new Map<string, Annotator>()
  const { TASK_VALUE_CALIBRATION: file } = configuration
  const calibration = file === undefined ? undefined : loadCalibration(file)
  const get = (choice: AnnotatorChoice): Annotator => {
    const name = JSON.stringify([choice.annotator, Object.entries(choice.settings).sort()])
    const annotator = made.get(name) ?? make(choice, configuration, calibration)
    made.set(name, annotator)
    return annotator
  }
  const ofEnvironment = environmentChoice(configuration)
  return {
    ofEnvironment,
    get,
    has(choice) {
      try {
        return get(choice) !== undefined
      } catch {
        return false
      }
    },
    ofRun(run) {
      const annotator = get(run)
      if (run.codebookVersion !== codebook.version) {
        throw missing(
          `run ${run.id} asks by codebook ${run.codebookVersion}; this release has ${codebook.version}`,
        )
      }
      if (run.annotatorVersion !== annotator.version) {
        throw missing(
          `run ${run.id} asks for ${run.annotator} ${run.annotatorVersion}; this release has ${annotator.version}`,
        )
      }
      return annotator
    },
  }
}

function environmentChoice(configuration: WorkerConfiguration): AnnotatorChoice {
  const { ANNOTATOR: annotator, ANTHROPIC_MODEL: model, ANTHROPIC_STRATEGY: strategy } = configuration
  if (annotator !== 'anthropic') return { annotator, settings: {} }
  if (configuration.ANTHROPIC_API_KEY === undefined) {
    throw new FieldworkError(
      'configuration_invalid',
      `ANTHROPIC_API_KEY is missing; ANNOTATOR is ${annotator}`,
    )
  }
  return { annotator, settings: { model, strategy } }
}

function make(
  { annotator, settings }: AnnotatorChoice,
  configuration: WorkerConfiguration,
  calibration: Calibration | undefined,
): Annotator {
  switch (annotator) {
    case 'local':
      return createLocalAnnotator()
    case 'none':
      return createNoneAnnotator()
    case 'anthropic':
      return makeAnthropic(settings, configuration, calibration)
    default:
      throw missing(`this release has no annotator ${annotator}`)
  }
}

function makeAnthropic(
  settings: AnnotatorChoice['settings'],
  configuration: WorkerConfiguration,
  calibration: Calibration | undefined,
): Annotator {
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_MODEL: ownModel } = configuration
  if (apiKey === undefined) throw missing('this worker has no ANTHROPIC_API_KEY')
  const model = typeof settings.model === 'string' ? settings.model : ownModel
  try {
    return createAnthropicAnnotator({
      apiKey,
      baseURL: configuration.ANTHROPIC_BASE_URL,
      model,
      strategy: settings.strategy === 'faithful' ? 'faithful' : 'frugal',
      maxTokens: configuration.ANTHROPIC_MAX_TOKENS,
      timeoutMs: configuration.ANTHROPIC_TIMEOUT_SECONDS * 1_000,
      // The price that is configured is that of the model that is.
      price: model === ownModel ? priceOf(configuration) : undefined,
      calibration,
    })
  } catch (error) {
    // Of a model without a price the run is at fault, and not each of its sessions.
    if (isFieldworkError(error)) throw missing(error.detail)
    throw error
  }
}

const missing = (detail: string) => new FieldworkError('annotator_missing', detail)

function priceOf({
  ANTHROPIC_INPUT_PRICE: input,
  ANTHROPIC_OUTPUT_PRICE: output,
}: WorkerConfiguration): ModelPrice | undefined {
  return input === undefined || output === undefined ? undefined : { input, output }
}
