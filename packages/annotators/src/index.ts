export type { Annotation, Annotator, Label, Provenance, SessionToAnnotate } from './annotator.ts'
export { type AnthropicAnnotatorOptions, createAnthropicAnnotator } from './anthropic/annotator.ts'
export { type ModelPrice, modelPrices } from './anthropic/models.ts'
export { answerLocally, createLocalAnnotator } from './local/annotator.ts'
export { features as localFeatures } from './local/features/features.ts'
export type {
  AgreementFigures,
  ComparedFigures,
  FiguresOver,
  ShareFigures,
} from './local/figures-schema.ts'
export { localForests } from './local/local-forests.ts'
export { localFigures } from './local/local-figures.ts'
export { localModels } from './local/model/load.ts'
export { observe as observeSession } from './local/model/observe.ts'
export { createNoneAnnotator } from './none/annotator.ts'
