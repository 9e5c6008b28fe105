import { labelValues, Posting, questionIds } from '@fieldwork/codebook'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { StepAnswer } from './ports.ts'

const Stored = Type.Union([
  Type.Object({
    kind: Type.Literal('answered'),
    answered: Type.Object({
      values: Type.Partial(Type.Object({ ...labelValues })),
      posting: Type.Optional(Posting),
      usd: Type.Optional(Type.Number()),
    }),
    invalid: Type.Array(Type.Object({ question: Type.Enum([...questionIds]), detail: Type.String() })),
  }),
  Type.Object({
    kind: Type.Literal('failed'),
    reason: Type.Enum(['answer_refused', 'answer_truncated', 'answer_invalid']),
    detail: Type.String(),
  }),
])
const compiled = Compile(Stored)

/** A recorded answer as it comes back from where it was kept, or null where this release cannot read it: it is asked again. */
export function readStoredAnswer(json: unknown): StepAnswer | null {
  return compiled.Check(json) ? json : null
}
