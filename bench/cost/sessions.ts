import type { LabelValues } from '@fieldwork/codebook'
import { generatePopulation } from '@fieldwork/population'
import { type CanonicalSession, readTranscriptText, redact, render } from '@fieldwork/sessions'

/** A session whose rendered transcript is cut to the study's length, with what is true of it. */
export type CutSession = {
  readonly session: CanonicalSession
  readonly text: string
  readonly truth: LabelValues
}

/** The first sessions of a sample population that are long enough to be cut. */
export function cutSessions(count: number): readonly CutSession[] {
  const cut: CutSession[] = []
  for (const { transcript, truth } of generatePopulation({ seed: 1, people: 1_000_000 })) {
    if (cut.length === count) break
    const session = redact(readTranscriptText(transcript).session)
    const { text, cuts } = render(session)
    if (cuts.whole) cut.push({ session, text, truth })
  }
  return cut
}
