import { type Static, Type } from 'typebox'

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const At = Type.Union([Type.String({ format: 'date-time', maxLength: 40 }), Type.Null()], {
  description: 'ISO 8601 time of the event, null where the source has none',
})
/** Longest text one event keeps. A longer one is cut in its middle by the reader, as the codebook cuts turns. */
export const MAX_EVENT_TEXT = 5_000
const Text = Type.String({ maxLength: 2 * MAX_EVENT_TEXT })
const Path = Type.String({ maxLength: 1_000 })

/** Lines a recorded patch adds to and removes from one file. */
export const Edit = Type.Object(
  { path: Path, added: Count, removed: Count, created: Type.Boolean() },
  { additionalProperties: false },
)

export const Usage = Type.Object(
  { input: Count, output: Count, cacheRead: Count, cacheCreation: Count },
  { additionalProperties: false, description: 'Tokens of one model message, its last usage' },
)

/** What happened in a session, in order. Text is the person's, the agent's or the system's; the rest is counted. */
export const SessionEvent = Type.Union([
  Type.Object(
    { type: Type.Literal('prompt'), at: At, text: Text, attachments: Type.Optional(Count) },
    { additionalProperties: false, description: 'A human prompt: opens a turn' },
  ),
  Type.Object(
    { type: Type.Literal('steer'), at: At, text: Text },
    { additionalProperties: false, description: 'A message typed while the agent was busy: opens no turn' },
  ),
  Type.Object(
    { type: Type.Literal('interruption'), at: At },
    { additionalProperties: false, description: 'The person stopped the agent' },
  ),
  Type.Object(
    { type: Type.Literal('agentText'), at: At, text: Text, words: Count },
    {
      additionalProperties: false,
      description: 'Text of the agent to the user; `words` is counted before the text is cut',
    },
  ),
  Type.Object(
    {
      type: Type.Literal('action'),
      at: At,
      tool: Type.String({ maxLength: 200 }),
      summary: Type.String({ maxLength: 2_000, description: 'The input in short: command, path or query' }),
      words: Type.Integer({ minimum: 0, description: 'Words of every string in the input' }),
      result: Type.Union([Type.Literal('ok'), Type.Literal('error'), Type.Literal('none')]),
      resultText: Type.Optional(Type.String({ maxLength: 2_000, description: 'The end of the result' })),
      edits: Type.Array(Edit),
      sidechain: Type.Boolean({ description: 'The call was made by a sub-agent' }),
    },
    { additionalProperties: false, description: 'One distinct tool call, with its result' },
  ),
  Type.Object(
    {
      type: Type.Literal('modelCall'),
      at: At,
      model: Type.String({ maxLength: 200 }),
      usage: Type.Union([Usage, Type.Null()]),
    },
    { additionalProperties: false, description: 'One distinct model message' },
  ),
  Type.Object(
    { type: Type.Literal('system'), at: At, text: Text },
    { additionalProperties: false, description: 'What the tool itself said: a compaction, an error, a hook' },
  ),
])

/** Figures a source format carries. A measure whose figure is not carried is null, never 0. */
export const Carries = Type.Union([
  Type.Literal('actionResults'),
  Type.Literal('agentText'),
  Type.Literal('actionInputs'),
  Type.Literal('patches'),
  Type.Literal('sidechains'),
  Type.Literal('interruptions'),
  Type.Literal('steers'),
  Type.Literal('modelCalls'),
  Type.Literal('usage'),
])

export const SESSION_SCHEMA = 'fieldwork.session/1'

/** One session of one person with a coding agent, whatever tool recorded it. */
export const CanonicalSession = Type.Object(
  {
    schema: Type.Literal(SESSION_SCHEMA),
    source: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$', description: 'The format it was read from' }),
    externalId: Type.String({
      minLength: 1,
      maxLength: 200,
      description: "The source's own id of the session",
    }),
    agent: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
    entrypoint: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
    project: Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()], {
      description: 'Working directory or repository name, where the source has one',
    }),
    headless: Type.Boolean({ description: 'Started by a script or an SDK' }),
    startedAt: At,
    endedAt: At,
    mainModel: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    carries: Type.Array(Carries),
    events: Type.Array(SessionEvent, { maxItems: 200_000 }),
  },
  { additionalProperties: false },
)

export type Edit = Static<typeof Edit>
export type Usage = Static<typeof Usage>
export type SessionEvent = Static<typeof SessionEvent>
export type Carries = Static<typeof Carries>
export type CanonicalSession = Static<typeof CanonicalSession>
