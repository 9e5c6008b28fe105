import type { CanonicalSession, Telemetry } from '@fieldwork/sessions'
import { gather } from '../evidence.ts'
import type { Seen } from '../features/feature.ts'
import { features } from '../features/features.ts'
import { speechOf } from '../features/speech.ts'
import { answerByRules, type RuleAnswers } from '../rules.ts'
import { wordsIn } from './words.ts'

/** A session as the models see it: its features by name, its words, and what the rules answer. */
export type Observation = {
  readonly rules: RuleAnswers
  readonly values: ReadonlyMap<string, number>
  /** `person:` or `agent:` and a word that was said. */
  readonly words: ReadonlySet<string>
}

/** Everything the models may look at in a session. Pure. */
export function observe(session: CanonicalSession, telemetry: Telemetry): Observation {
  const evidence = gather(session)
  const rules = answerByRules(evidence)
  const speech = speechOf(session, evidence)
  const seen: Seen = { session, telemetry, evidence, rules, speech }
  return {
    rules,
    values: new Map(features.map(({ name, of }) => [name, of(seen)])),
    words: new Set([
      ...wordsIn(speech.requests.join('\n'), 'person'),
      ...wordsIn(evidence.lastText, 'agent'),
    ]),
  }
}
