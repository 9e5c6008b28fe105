import { createHash } from 'node:crypto'
import type { Anthropic } from '@anthropic-ai/sdk'
import { type Calibration, calibrationText } from '@fieldwork/codebook'
import { codebookText, fencedPosting, instructions, questionText, schema } from './prompt.ts'
import type { Ask, Strategy } from './steps.ts'

/** The texts of one request in the order in which the cache sees them. */
export type Layout = {
  readonly system: readonly string[]
  /** Before the record, in the user's message. */
  readonly before: readonly string[]
  /** The fenced transcript or posting. */
  readonly record: string
  readonly question: string
  /**
   * The prefix that other calls read too ends behind this part. Faithful: the transcript, which ten calls read; of a price,
   * the calibration set, which every session's price reads. Frugal: the definitions and the calibration set, which stand
   * before the transcript since every session reads them; the transcript is read once, and writing it to the cache would
   * cost a quarter more.
   */
  readonly cachedTo: 'system' | 'before' | 'record'
}

/** `record` is the fenced transcript. */
export function layOut(ask: Ask, strategy: Strategy, record: string, calibration: Calibration): Layout {
  const defined = strategy === 'frugal' ? 'in the codebook' : 'here'
  const question = questionText(ask.asked, defined, ask.faults)
  if (strategy === 'frugal') {
    const system = [instructions, codebookText(calibration)]
    return { system, before: [], record, question, cachedTo: 'system' }
  }
  const system = [instructions]
  if (ask.posting === undefined) {
    return { system, before: [], record, question, cachedTo: 'record' }
  }
  const before = [calibrationText(calibration)]
  return { system, before, record: fencedPosting(ask.posting), question, cachedTo: 'before' }
}

/** Characters of the whole input, and of the prefix that may be cached. */
export function charactersOf(layout: Layout): { readonly all: number; readonly prefix: number } {
  const { system, before, record, question, cachedTo } = layout
  const sizes = { system: lengthOf(system), before: lengthOf(before), record: record.length }
  const prefix = {
    system: sizes.system,
    before: sizes.system + sizes.before,
    record: sizes.system + sizes.before + sizes.record,
  }
  return { all: prefix.record + question.length, prefix: prefix[cachedTo] }
}

const lengthOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0)

type TextBlock = Anthropic.Messages.TextBlockParam

/** The texts as blocks, with the one mark behind the prefix where it is to be cached. */
export function blocksOf(
  { system, before, record, question, cachedTo }: Layout,
  cached: boolean,
): { readonly system: TextBlock[]; readonly user: TextBlock[] } {
  const marked = (texts: readonly string[], part: Layout['cachedTo']): TextBlock[] =>
    texts.map((text, index) => ({
      type: 'text',
      text,
      ...(cached && part === cachedTo && index === texts.length - 1
        ? { cache_control: { type: 'ephemeral' } }
        : {}),
    }))
  return {
    system: marked(system, 'system'),
    user: [...marked(before, 'before'), ...marked([record], 'record'), { type: 'text', text: question }],
  }
}

/** SHA-256, in hex, of all that is said but the record: what exactly was asked. */
export function promptHashOf({ system, before, question }: Layout): string {
  return createHash('sha256')
    .update(JSON.stringify([system, before, question, schema]))
    .digest('hex')
}
