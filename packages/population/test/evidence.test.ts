import { readTranscriptText, type SessionEvent } from '@fieldwork/sessions'
import { describe, expect, test } from 'vitest'
import { generatePopulation, type PlantedSession } from '../src/index.ts'

const sessions = [...generatePopulation({ seed: 50, people: 80, intensity: 0.2 })].map((session) => ({
  ...session,
  events: readTranscriptText(session.transcript).session.events,
}))

type Action = Extract<SessionEvent, { type: 'action' }>
type WithEvents = PlantedSession & { readonly events: readonly SessionEvent[] }

const actionsOf = ({ events }: WithEvents): readonly Action[] =>
  events.flatMap((event) => (event.type === 'action' ? [event] : []))
const said = ({ events }: WithEvents): readonly string[] =>
  events.flatMap((event) => (event.type === 'prompt' || event.type === 'steer' ? [event.text] : []))

const isTestRun = ({ summary }: Action) => /^(npx vitest run|python3 -m pytest|go test)/.test(summary)
const isCommit = ({ summary }: Action) => /git commit/.test(summary)
const isTelling = ({ summary }: Action) =>
  /(Check the services|Ask for the health|Compute the figures|Render the document|Run the evaluations|Try it with one example)$/.test(
    summary,
  )

/** How many kinds of hard evidence of success there are. */
function hardKinds(session: WithEvents): number {
  const went = (is: (action: Action) => boolean) =>
    actionsOf(session).some((action) => is(action) && action.result === 'ok')
  return [
    went(isTestRun),
    went(isCommit),
    went(isTelling),
    said(session).some((text) => /thank/i.test(text)),
  ].filter(Boolean).length
}

describe('the planted tiers can be seen in the transcript', () => {
  test('one kind of hard evidence of success for the fourth, two for the fifth, none below', () => {
    for (const session of sessions) {
      const tier = Number(session.truth.success_signal)
      expect(hardKinds(session), `${session.sessionId} ${session.truth.work_mode}`).toBe(
        Math.max(0, tier - 3),
      )
    }
  })

  test('work that fails at the end or a complaint for the fourth of failure, both for the fifth', () => {
    const complaint = /useless|not working at all|completely wrong|Nothing works|unacceptable|Frustrating/
    for (const session of sessions) {
      const red = actionsOf(session).findLast((one) => isTestRun(one) || isTelling(one))?.result === 'error'
      const hard = [said(session).some((text) => complaint.test(text)), red].filter(Boolean).length
      const tier = Number(session.truth.failure_signal)
      if (tier < 4) expect(hard, session.sessionId).toBe(0)
      // Who says next to nothing does not complain either.
      else if (session.truth.expertise !== 'unclear') expect(hard, session.sessionId).toBe(tier - 3)
    }
  })

  test('a session without failure has no failed call, and its person is at peace', () => {
    for (const session of sessions.filter(({ truth }) => truth.failure_signal === '0')) {
      const stopped = session.telemetry.interruptions ?? 0
      expect(session.telemetry.actionsFailed, session.sessionId).toBeLessThanOrEqual(stopped)
    }
  })

  test('lines are added where something is built or written, and never where it is only to be understood', () => {
    for (const { truth, telemetry } of sessions) {
      const givenUp = truth.outcome === 'failed'
      if (truth.work_mode === 'understand') expect(telemetry.linesAdded).toBe(0)
      if (['build', 'write'].includes(truth.work_mode ?? '') && !givenUp) {
        expect(telemetry.linesAdded).toBeGreaterThan(0)
      }
    }
  })

  test('a person of unclear expertise says next to nothing', () => {
    for (const session of sessions.filter(({ truth }) => truth.expertise === 'unclear')) {
      const own = said(session).filter((text) => !text.startsWith('Implement the following plan'))
      for (const text of own) expect(text.split(' ').length, text).toBeLessThan(10)
    }
  })
})
