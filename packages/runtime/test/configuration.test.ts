import fc from 'fast-check'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { describeConfiguration, readConfiguration } from '../src/index.ts'

const Schema = Type.Object({
  DATABASE_URL: Type.String({ minLength: 1, secret: true, description: 'Address of Postgres' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 3_000, description: 'Port of the API' }),
  RATE: Type.Optional(Type.Number({ minimum: 0, description: 'Requests per second' })),
  OPEN: Type.Boolean({ default: false, description: 'Whether keys are needed' }),
  MODE: Type.Union([Type.Literal('local'), Type.Literal('anthropic')], { default: 'local' }),
  API_KEY: Type.Optional(Type.String({ minLength: 20, secret: true, description: 'Key of the model' })),
})
const needed = { DATABASE_URL: 'postgres://h/d' }
const invalid = (detail: string) => expect.objectContaining({ code: 'configuration_invalid', detail })

describe('a configuration', () => {
  it('has the type of its schema, with defaults where nothing or nothing but emptiness is set', () => {
    expect(readConfiguration(Schema, { ...needed, OPEN: '', HOME: '/root' })).toEqual({
      DATABASE_URL: 'postgres://h/d',
      PORT: 3_000,
      OPEN: false,
      MODE: 'local',
    })
    const env = { ...needed, PORT: '80', RATE: '1.5', OPEN: 'true', MODE: 'anthropic' }
    expect(readConfiguration(Schema, env)).toEqual({
      ...needed,
      PORT: 80,
      RATE: 1.5,
      OPEN: true,
      MODE: 'anthropic',
    })
  })

  it('reads every number back as it was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 65_535 }),
        fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        (port, rate) => {
          const read = readConfiguration(Schema, { ...needed, PORT: String(port), RATE: String(rate) })
          expect([read.PORT, read.RATE]).toEqual([port, rate])
        },
      ),
    )
  })

  it('that is wrong names every wrong variable and what it demands', () => {
    expect(() => readConfiguration(Schema, { PORT: '1.5', RATE: '-1', OPEN: 'perhaps', MODE: 'x' })).toThrow(
      invalid(
        'DATABASE_URL is missing; PORT must be integer, not "1.5"; RATE must be >= 0, not "-1"; ' +
          'OPEN must be boolean, not "perhaps"; MODE must be local | anthropic, not "x"',
      ),
    )
    for (const PORT of ['true', '70000', '8o80', 'NaN', 'Infinity']) {
      expect(() => readConfiguration(Schema, { ...needed, PORT })).toThrow(/PORT must be/)
    }
  })

  it('never tells a secret', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^sk-[a-z]{1,15}$/), (key) => {
        expect(() => readConfiguration(Schema, { ...needed, API_KEY: key })).toThrow(
          expect.objectContaining({ message: expect.not.stringContaining(key) }),
        )
      }),
    )
    const rows = describeConfiguration(
      Type.Object({ KEY: Type.String({ default: 'hunter2', secret: true }) }),
    )
    expect(rows[0]?.default).toBeNull()
  })

  it('is described variable by variable', () => {
    expect(
      describeConfiguration(Schema).map(({ name, type, required, default: value }) => [
        name,
        type,
        required,
        value,
      ]),
    ).toEqual([
      ['DATABASE_URL', 'string', true, null],
      ['PORT', 'integer', false, '3000'],
      ['RATE', 'number', false, null],
      ['OPEN', 'boolean', false, 'false'],
      ['MODE', 'local | anthropic', false, 'local'],
      ['API_KEY', 'string', false, null],
    ])
    expect(describeConfiguration(Schema)[0]?.description).toBe('Address of Postgres')
  })
})
