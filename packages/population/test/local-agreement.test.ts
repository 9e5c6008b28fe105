import { createLocalAnnotator, unlimitedContext } from '@fieldwork/annotators'
import { type ClassifierId, type LabelValues, optionClassifiers } from '@fieldwork/codebook'
import { measure, readTranscriptText, redact } from '@fieldwork/sessions'
import { expect, test } from 'vitest'
import { generatePopulation } from '../src/index.ts'

test('an annotator that knows nothing of the planted truth finds some of it', async () => {
  const sessions = [...generatePopulation({ seed: 40, people: 30, sessionsPerPerson: 8, intensity: 0.3 })]
  const given = sessions.map(({ transcript }, revisionId) => {
    const session = redact(readTranscriptText(transcript).session)
    return { revisionId, session, telemetry: measure(session) }
  })
  const annotations = await createLocalAnnotator().annotate(given, unlimitedContext())
  const answers = annotations.map((one) => (one.outcome === 'annotated' ? one.labels : []))
  const answerOf = (index: number, id: ClassifierId) =>
    answers[index]?.find(({ classifier }) => classifier === id)?.value
  const agreement = optionClassifiers.map((id) => {
    const pairs = sessions.map(({ truth }, index): [unknown, unknown] => [
      answerOf(index, id),
      planted(truth, id),
    ])
    return { id, exact: share(pairs, ([a, b]) => a === b), byChance: byChance(pairs) }
  })
  console.table(agreement)
  const mode = agreement.find(({ id }) => id === 'work_mode')
  expect(mode?.exact).toBeGreaterThan(2 * (mode?.byChance ?? 1))
  for (const { id, exact, byChance } of agreement) expect(exact, id).toBeGreaterThan(byChance)
})

const planted = (truth: LabelValues, id: ClassifierId) => truth[id]

const share = <T>(of: readonly T[], is: (one: T) => boolean) =>
  Math.round((of.filter(is).length / of.length) * 1_000) / 1_000

/** The agreement that the two distributions of answers would give if they had nothing to do with each other. */
function byChance(pairs: readonly (readonly [unknown, unknown])[]): number {
  const answers = new Set(pairs.map(([answer]) => answer))
  return [...answers].reduce<number>(
    (sum, answer) => sum + share(pairs, ([a]) => a === answer) * share(pairs, ([, b]) => b === answer),
    0,
  )
}
