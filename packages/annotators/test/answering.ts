import type { QuestionId } from '@fieldwork/codebook'
import type { PlannedCall, RecordedAnswer, StepAnswer } from '../src/index.ts'

export const posting = {
  title: 'Mend a parser',
  description: 'It fails on dates.',
  skills: ['Go', 'parsing'],
}
const values = {
  work_mode: 'fix',
  codebase: 'modify_existing',
  decisions: [
    { kind: 'planning', by: 'user', what: 'mend it' },
    { kind: 'execution', by: 'agent', what: 'write a test' },
    { kind: 'execution', by: 'agent', what: 'run it' },
  ],
  expertise: '4',
  occupation_user: 'unclear',
  occupation_work: '15-0000',
  outcome: 'succeeded',
  success_signal: '4',
  failure_signal: '1',
  task_value: { title: posting.title, usd: 120 },
} as const

/** A valid answer to all that a call asks but for `except`, of which it says that it is of no use. */
export function answerTo(call: PlannedCall, except: readonly QuestionId[] = []): StepAnswer {
  const given = call.asked.filter((id) => !except.includes(id))
  const kept = Object.fromEntries(
    Object.entries(values).filter(([id]) => given.some((question) => question === id)),
  )
  return {
    kind: 'answered',
    answered: {
      values: kept,
      ...(given.includes('task_value.posting') ? { posting } : {}),
      ...(given.includes('task_value.price') ? { usd: 120 } : {}),
    },
    invalid: call.asked
      .filter((id) => except.includes(id))
      .map((question) => ({ question, detail: 'it was not answered' })),
  }
}

const usage = {
  inputTokens: 10,
  outputTokens: 5,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
}

let count = 0
export function record(call: PlannedCall, answer: StepAnswer = answerTo(call)): RecordedAnswer {
  const { step, attempt, promptHash } = call
  count += 1
  return { callId: `call-${count}`, step, attempt, answer, model: 'm', promptHash, usage, costUsd: 0.001 }
}

/** Every call of a session, round by round, as `answer` answers them. */
export function walk(
  next: (answered: readonly RecordedAnswer[]) => readonly PlannedCall[],
  answer: (call: PlannedCall) => StepAnswer = answerTo,
): { readonly rounds: readonly (readonly PlannedCall[])[]; readonly answered: readonly RecordedAnswer[] } {
  const rounds: (readonly PlannedCall[])[] = []
  const answered: RecordedAnswer[] = []
  for (let calls = next(answered); calls.length > 0; calls = next(answered)) {
    if (rounds.length > 5) throw new Error('the questioning does not end')
    rounds.push(calls)
    answered.push(...calls.map((call) => record(call, answer(call))))
  }
  return { rounds, answered }
}
