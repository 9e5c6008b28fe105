import type { Reader } from '../../reader.ts'
import { createSpecStoryFold } from './fold.ts'

/** SpecStory's Markdown: text only. */
export const specStory: Reader = {
  format: 'specstory-markdown',
  kind: 'lines',
  createFold: createSpecStoryFold,
}
