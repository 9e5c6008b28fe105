import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { readTranscriptText, redact } from '../src/index.ts'
import { fixtures } from './fixtures.ts'

const published = path.resolve(import.meta.dirname, '../../../docs/session.schema.json')
const ajv = new Ajv2020({ strict: true, allErrors: true })
addFormatsModule.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync(published, 'utf8')))

const sessions = fixtures.map(({ name, bytes }) => ({
  name,
  session: readTranscriptText(bytes.toString('utf8')).session,
}))

describe('the published schema of a session, as another validator understands it', () => {
  it.each(sessions)('takes what is read of $name, also once it is redacted', ({ session }) => {
    for (const value of [session, redact(session)]) {
      validate(JSON.parse(JSON.stringify(value)))
      expect(validate.errors).toBeNull()
    }
  })

  it.each([
    ['a member it does not know', { extra: 1 }],
    ['another schema', { schema: 'fieldwork.session/2' }],
    ['a time that is none', { startedAt: 'yesterday' }],
    ['an event of no type', { events: [{ type: 'thought', at: null }] }],
    ['an event with a member too many', { events: [{ type: 'interruption', at: null, by: 'me' }] }],
    ['a figure nobody counts', { carries: ['mood'] }],
    ['no id', { externalId: '' }],
  ])('refuses %s', (_, change) => {
    expect(validate({ ...sessions[0]?.session, ...change })).toBe(false)
  })
})
