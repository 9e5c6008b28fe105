import { connections, consuming, logging } from '@fieldwork/runtime'
import { type Static, Type } from 'typebox'

/** Everything a worker reads from the environment. docs/configuration.md is generated from it. */
export const WorkerConfiguration = Type.Object({
  ...connections,
  ...logging,
  ...consuming,
  HEALTH_PORT: Type.Integer({
    default: 8081,
    minimum: 0,
    maximum: 65_535,
    description: 'Port of /health and /metrics; 0 takes a free one',
  }),
  ANNOTATOR: Type.Enum(['local', 'anthropic', 'none'], {
    default: 'local',
    description: 'Who annotates: `local` needs no key, `none` writes facts without labels',
  }),
  CONCURRENCY: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000,
      description:
        'Jobs at once; where absent 2, or 32 with ANTHROPIC_API_KEY: a session that a model reads is waiting, not work',
    }),
  ),
  CLAIM_SECONDS: Type.Integer({
    default: 60,
    minimum: 1,
    description: 'How long a session stays with a worker that is no longer heard of',
  }),
  MAX_CLAIMS: Type.Integer({
    default: 10,
    minimum: 1,
    description: 'Claims of one session that may end in the death of the worker before the session is dead',
  }),
  SWEEP_SECONDS: Type.Integer({
    default: 10,
    minimum: 1,
    description: 'How often sessions that wait without a job are looked for',
  }),
  ANTHROPIC_API_KEY: Type.Optional(Type.String({ description: 'Key of the Messages API', secret: true })),
  ANTHROPIC_BASE_URL: Type.Optional(Type.String({ description: 'Another address of the Messages API' })),
  ANTHROPIC_MODEL: Type.String({ default: 'claude-sonnet-4-6', description: 'Model that annotates' }),
  ANTHROPIC_STRATEGY: Type.Enum(['frugal', 'faithful'], {
    default: 'frugal',
    description: '`frugal` asks all questions in one call, `faithful` each in its own, as the study did',
  }),
  ANTHROPIC_INPUT_PRICE: Type.Optional(
    Type.Number({ minimum: 0, description: 'USD per million tokens, for a model whose price is not known' }),
  ),
  ANTHROPIC_OUTPUT_PRICE: Type.Optional(Type.Number({ minimum: 0, description: 'The same for its answers' })),
  TASK_VALUE_CALIBRATION: Type.Optional(
    Type.String({ description: 'JSON file of postings with prices, in place of those that are shipped' }),
  ),
  ANTHROPIC_MAX_TOKENS: Type.Integer({
    default: 3_000,
    minimum: 100,
    description: 'Longest answer, tokens; where it does not suffice, twice as much is allowed once',
  }),
  ANTHROPIC_TIMEOUT_SECONDS: Type.Integer({
    default: 120,
    minimum: 1,
    description: 'Longest wait for an answer, its body included',
  }),
  REQUESTS_PER_MINUTE: Type.Integer({
    default: 1_000,
    minimum: 1,
    description: 'What all workers of the key together ask for at the start; the answers’ headers correct it',
  }),
  INPUT_TOKENS_PER_MINUTE: Type.Integer({
    default: 2_000_000,
    minimum: 1,
    description: 'As REQUESTS_PER_MINUTE, of input tokens that do not come from the cache',
  }),
  OUTPUT_TOKENS_PER_MINUTE: Type.Integer({
    default: 400_000,
    minimum: 1,
    description: 'As REQUESTS_PER_MINUTE, of output tokens',
  }),
})

export type WorkerConfiguration = Static<typeof WorkerConfiguration>

const AT_ONCE = { computing: 2, calling: 32 }

/** Jobs at once: as configured, else as many as suit what the worker can do. */
export const concurrencyOf = ({ CONCURRENCY, ANTHROPIC_API_KEY }: WorkerConfiguration): number =>
  CONCURRENCY ?? (ANTHROPIC_API_KEY === undefined ? AT_ONCE.computing : AT_ONCE.calling)
