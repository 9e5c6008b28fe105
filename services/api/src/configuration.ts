import { connections, logging } from '@fieldwork/runtime'
import { type Static, Type } from 'typebox'

/** Everything the API reads from the environment. docs/configuration.md is generated from it. */
export const ApiConfiguration = Type.Object({
  ...connections,
  ...logging,
  HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on' }),
  PORT: Type.Integer({
    default: 8080,
    minimum: 0,
    maximum: 65_535,
    description: 'Port to listen on; 0 takes a free one',
  }),
  PROJECT: Type.String({
    default: 'default',
    minLength: 1,
    maxLength: 100,
    description: 'The project that BOOTSTRAP_KEY belongs to',
  }),
  BOOTSTRAP_KEY: Type.Optional(
    Type.String({
      minLength: 16,
      pattern: '^\\S+$',
      description: 'An API key with all scopes, registered at the start',
      secret: true,
    }),
  ),
  MAX_UPLOADS: Type.Integer({
    default: 4,
    minimum: 1,
    maximum: 100,
    description: 'Uploads at once; one more is answered 503',
  }),
  IDLE_SECONDS: Type.Integer({
    default: 120,
    minimum: 1,
    maximum: 3600,
    description: 'An upload of which nothing arrives for so long is given up, and can be repeated',
  }),
  MAX_LINE_BYTES: Type.Integer({
    default: 33_554_432,
    minimum: 1024,
    maximum: 268_435_456,
    description: 'Longest line of a batch, bytes',
  }),
  MAX_BODY_BYTES: Type.Integer({
    default: 17_179_869_184,
    minimum: 1024,
    description: 'Largest body of a batch, bytes after decompression',
  }),
  MAX_EXPANSION: Type.Integer({
    default: 300,
    minimum: 2,
    description: 'Decompressed bytes per compressed byte at the most (past the first 16 MiB)',
  }),
  TRANSCRIPT_RETENTION_DAYS: Type.Integer({
    default: 30,
    minimum: 1,
    description: 'How long transcripts are kept',
  }),
})

export type ApiConfiguration = Static<typeof ApiConfiguration>
