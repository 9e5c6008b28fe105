import { answerLocally, observeSession } from '@fieldwork/annotators'
import { optionClassifiers } from '@fieldwork/codebook'
import { generatePopulation } from '@fieldwork/population'
import { measure, readTranscriptText, redact } from '@fieldwork/sessions'

/** One row per classifier: exact agreement of the rules and of the annotator with the planted truth of a population. */
export function plantedAgreement(): string[][] {
  const sessions = [
    ...generatePopulation({ seed: 40, people: 30, sessionsPerPerson: 8, intensity: 0.3 }),
  ].map(({ transcript, truth }) => {
    const session = redact(readTranscriptText(transcript).session)
    const { rules } = observeSession(session, measure(session))
    return { truth, rules, annotator: answerLocally(session).values }
  })
  const share = (right: (one: (typeof sessions)[number]) => boolean) =>
    (sessions.filter(right).length / sessions.length).toFixed(2)
  return optionClassifiers.map((id) => [
    `\`${id}\``,
    share(({ truth, rules }) => rules[id] === truth[id]),
    share(({ truth, annotator }) => annotator[id] === truth[id]),
  ])
}
