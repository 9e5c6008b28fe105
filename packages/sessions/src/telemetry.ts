import { type Static, Type } from 'typebox'

const Count = Type.Integer({ minimum: 0 })
const Carried = Type.Union([Count, Type.Null()])
const Name = Type.Union([Type.String(), Type.Null()])

/**
 * What is counted in a session, not judged: the measures of the study's telemetry, under their names there. Null
 * where the source format does not carry the figure.
 */
export const Telemetry = Type.Object(
  {
    turns: Count,
    actions: Count,
    actionsFailed: Carried,
    actionsUnanswered: Carried,
    sidechainActions: Carried,
    agentTextWords: Carried,
    agentWords: Carried,
    linesAdded: Carried,
    linesRemoved: Carried,
    filesTouched: Carried,
    interruptions: Carried,
    steers: Carried,
    modelCalls: Carried,
    inputTokens: Carried,
    outputTokens: Carried,
    cacheReadTokens: Carried,
    cacheCreationTokens: Carried,
    startedAt: Name,
    endedAt: Name,
    month: Type.Union([Type.String({ pattern: '^\\d{4}-\\d{2}$' }), Type.Null()]),
    mainModel: Name,
    agent: Name,
    entrypoint: Name,
    headless: Type.Boolean(),
  },
  { additionalProperties: false },
)

export type Telemetry = Static<typeof Telemetry>
