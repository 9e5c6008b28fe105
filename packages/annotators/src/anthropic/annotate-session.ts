import type { FieldworkError } from '@fieldwork/errors'
import { render } from '@fieldwork/sessions'
import type { Annotation, AnnotationContext, SessionToAnnotate } from '../annotator.ts'
import { askRound } from './ask-round.ts'
import { conclude } from './conclude.ts'
import type { ModelProfile } from './model-profiles.ts'
import { nextCalls, type PlanOptions } from './plan-calls.ts'
import { type PlannedCall, upperCostOf } from './planned-call.ts'
import type { RecordedAnswer, Usage } from './ports.ts'
import { costOf } from './profile-of.ts'
import { provenanceOf } from './provenance-of.ts'
import { readStepAnswer, usageOf } from './read-message.ts'
import type { Call, Sent } from './send-call.ts'
import type { Strategy } from './steps.ts'

export type SessionWork = {
  readonly strategy: Strategy
  readonly profile: ModelProfile
  /** Calls of one session at once. */
  readonly concurrency: number
  readonly planOptions: () => PlanOptions
  readonly send: (call: Call) => Promise<Sent>
  /** Told what a call's text came to in tokens. */
  readonly learn: (call: PlannedCall, usage: Usage) => void
}

/**
 * The way of a session: answers already paid for → the calls that are left → reserve → wait for the budget → send → settle →
 * again, until nothing is left to ask → its labels. Throws the first failure of a call once the others under way have
 * ended; what was answered by then is recorded, and is not asked again next time.
 */
export async function annotateSession(
  work: SessionWork,
  { revisionId, session }: SessionToAnnotate,
  context: AnnotationContext,
): Promise<Annotation> {
  const { text, cut } = render(session)
  const answered = [...(await context.records.answersOf(revisionId))]
  for (let calls = next(); calls.length > 0; calls = next()) {
    await askRound(calls, work.concurrency, async (call, begun) => {
      answered.push(await ask(work, revisionId, call, context, begun))
    })
  }
  return annotationOf(work, revisionId, answered, cut)

  function next(): readonly PlannedCall[] {
    return nextCalls(work.strategy, work.profile, text, answered, work.planOptions())
  }
}

/** One call, accounted for whatever becomes of it. */
async function ask(
  work: SessionWork,
  revisionId: number,
  call: PlannedCall,
  { projectId, runId, records, budget, signal }: AnnotationContext,
  begun?: () => void,
): Promise<RecordedAnswer> {
  const { step, attempt, estimate, promptHash } = call
  const { model } = work.profile
  const estimateUsd = upperCostOf(work.profile, call)
  const callId = await records.reserve({ revisionId, step, attempt, model, estimateUsd })
  const demand = { project: projectId, run: runId, ...tokens(estimate) }
  const permit = await budget.acquire(demand, signal).catch(async (error: unknown) => {
    await records.release(callId, 'no leave to send was given')
    throw error
  })

  const sent = await work.send({ callId, request: call.request, begun, signal })
  if (sent.kind === 'failed') {
    const { error, headers, uncharged } = sent
    await both(
      () => {
        if (error.code === 'annotator_rate_limited') return permit.rateLimited(error.retryAfterMs, headers)
        return uncharged ? permit.release() : permit.settle(tokens(estimate), headers)
      },
      () => (uncharged ? records.release(callId, failureOf(error)) : records.lose(callId, failureOf(error))),
    )
    throw error
  }

  const { message, headers, requestId } = sent
  const usage = usageOf(message)
  const costUsd = costOf(work.profile, usage)
  const answer = readStepAnswer(message, call.asked)
  const used = { inputTokens: limitedTokens(usage), outputTokens: usage.outputTokens }
  await both(
    () => permit.settle(used, headers),
    () => records.settle(callId, { requestId, usage, costUsd, promptHash, model: message.model, answer }),
  )
  work.learn(call, usage)
  return { callId, step, attempt, answer, model: message.model, promptHash, usage, costUsd }
}

/** Budget and account are settled whatever becomes of the other; then the first failure is thrown. */
async function both(...settlements: readonly (() => unknown)[]): Promise<void> {
  const ended = await Promise.allSettled(settlements.map(async (settle) => settle()))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}

const tokens = ({ inputTokens, outputTokens }: PlannedCall['estimate']) => ({ inputTokens, outputTokens })

/** What counts towards the limit of input tokens: all but what was read from the cache. */
const limitedTokens = (usage: Usage) =>
  usage.inputTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens

const failureOf = ({ code, detail }: FieldworkError) => `${code}: ${detail}`

/** A session is annotated with at least one label; what it lacks is told beside it. */
function annotationOf(
  work: SessionWork,
  revisionId: number,
  answered: readonly RecordedAnswer[],
  transcriptCut: boolean,
): Annotation {
  const { labels, unscorable } = conclude(answered)
  if (labels.length > 0) {
    const provenance = provenanceOf(work.strategy, work.profile, work.planOptions(), answered, transcriptCut)
    return { revisionId, outcome: 'annotated', labels, unscorable, provenance }
  }
  const reason = unscorable[0]?.reason ?? 'answer_invalid'
  return { revisionId, outcome: 'unscorable', reason, detail: 'no question was answered validly' }
}
