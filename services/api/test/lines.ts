import { type CanonicalSession, SESSION_SCHEMA, type SessionEvent } from '@fieldwork/sessions'

/** Stands in every text that the tests post, and so may stand in no log and in no problem. */
export const CONFIDENTIAL = 'marzipan'

export const prompt = (text: string): SessionEvent => ({
  type: 'prompt',
  at: '2026-03-02T09:00:00Z',
  text: `${CONFIDENTIAL} ${text}`,
})

export const session = (
  externalId: string,
  changes: { readonly [Member in keyof CanonicalSession]?: unknown } = {},
): object => ({
  schema: SESSION_SCHEMA,
  source: 'claude-code',
  externalId,
  agent: 'claude-code',
  entrypoint: 'cli',
  project: null,
  headless: false,
  startedAt: '2026-03-02T09:00:00Z',
  endedAt: null,
  mainModel: null,
  carries: [],
  events: [prompt('Write a parser.')],
  ...changes,
})

/** A line that holds one session, as JSON without its line end. */
export const sessionLine = (externalId: string, changes: Parameters<typeof session>[1] = {}): string =>
  JSON.stringify({ session: session(externalId, changes), person: 'ada@example.com' })

let made = 0

/** A line that holds a session that no other line holds. */
export function freshLine(): string {
  made += 1
  return sessionLine(`fresh ${made}`)
}

/** The entries of a short Claude Code transcript, as its tool writes them. */
export const transcript = (sessionId: string): string =>
  [
    { type: 'user', message: { role: 'user', content: `${CONFIDENTIAL}: mend the build` } },
    {
      type: 'assistant',
      message: { id: 'm1', role: 'assistant', model: 'a-model', content: [{ type: 'text', text: 'Done.' }] },
    },
  ]
    .map((entry, index) =>
      JSON.stringify({
        ...entry,
        uuid: `${sessionId}-${index}`,
        sessionId,
        isSidechain: false,
        timestamp: `2026-03-02T09:00:0${index}Z`,
      }),
    )
    .join('\n')

export const ndjson = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
