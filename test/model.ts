import { type LabelValues, outcomes, workModes } from '@fieldwork/codebook'
import { type Fault, type ModelSimulatorOptions, plainAnswer, startModelSimulator } from '@fieldwork/testkit'

/** A model that workers ask. */
export type Model = AsyncDisposable & {
  /** Has a worker ask it. */
  readonly environment: Readonly<Record<string, string>>
  /** How often it was asked so far, by session. */
  asked(): ReadonlyMap<string, number>
  /** How many requests it received so far. */
  requests(): number
}

type ModelOptions = Pick<ModelSimulatorOptions, 'faults' | 'latencyMs' | 'requestsPerMinute' | 'burst'>

export async function startModel(options: ModelOptions = {}): Promise<Model> {
  const simulator = await startModelSimulator({ ...options, answer: answerTo })
  const asked = () => {
    const times = new Map<string, number>()
    for (const { body } of simulator.requests()) {
      const session = sessionIn(JSON.stringify(body))
      times.set(session, (times.get(session) ?? 0) + 1)
    }
    return times
  }
  return {
    environment: {
      ANNOTATOR: 'anthropic',
      CONCURRENCY: '2',
      ANTHROPIC_API_KEY: 'a-key',
      ANTHROPIC_BASE_URL: simulator.url,
    },
    asked,
    requests: () => simulator.requests().length,
    [Symbol.asyncDispose]: () => simulator.close(),
  }
}

/** A model that answers so many requests and leaves all others without an answer, until it is told to go on. */
export async function startHaltingModel(answered: number): Promise<Model & { goOn(): void }> {
  let halting = true
  const hang: Fault = { kind: 'hang' }
  const model = await startModel({ faults: (request) => (halting && request >= answered ? hang : null) })
  return {
    ...model,
    // What is left without an answer is soon asked again.
    environment: { ...model.environment, ANTHROPIC_TIMEOUT_SECONDS: '2' },
    goOn() {
      halting = false
    },
  }
}

/** The name of the sample session that a transcript is of. */
const sessionIn = (transcript: string) => /into ([\w-]+)\.txt/.exec(transcript)?.[1] ?? 'none'

/** Depends on the session alone, so that sessions differ and asking again changes nothing. */
function answerTo(transcript: string): LabelValues {
  const number = Number(/\d+$/.exec(sessionIn(transcript))?.[0] ?? 0)
  return {
    ...plainAnswer,
    work_mode: workModes[number % workModes.length],
    outcome: outcomes[number % outcomes.length],
    expertise: (['1', '2', '3', '4', '5', 'unclear'] as const)[number % 6],
    failure_signal: (['0', '2', '4'] as const)[number % 3],
  }
}
