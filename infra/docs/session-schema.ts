import { CanonicalSession, SESSION_SCHEMA } from '@fieldwork/sessions'

/** The canonical session as JSON Schema, for whoever writes an adapter. */
export function renderSessionSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:${SESSION_SCHEMA.replace('/', ':').replace('.', ':')}`,
    title: 'A session of a person with a coding agent',
    ...CanonicalSession,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
