import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { credentialPatterns } from '../src/authorization.ts'
import { signGate } from '../src/credentials.ts'
import { homeGate, homePatterns } from '../src/home-users.ts'
import { measure, readTranscriptText, redact, redactText } from '../src/index.ts'
import { mayHoldToken } from '../src/token-heads.ts'
import { tokenRules } from '../src/tokens.ts'
import { fixtures } from './fixtures.ts'

/** Invented values of the documented forms, put together here so that no scanner takes them for real ones. */
const letters = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0'
const body = Array.from({ length: 6 }, (_, line) => `${letters}${letters.slice(0, 23)}${line}`).join('\n')
const pem = (kind: string) => `-----BEGIN ${kind}-----\n${body}\nQQ==\n-----END ${kind}-----`
const jwt = `eyJ${letters}.eyJ${letters}.${letters}`

/** The value with every string in it another, but those that the schema fixes. */
function withEveryString<T>(value: T, text: string): T {
  return JSON.parse(
    JSON.stringify(value, (key, member: unknown) =>
      typeof member === 'string' && !fixed.has(key) && !/^\d+$/.test(key) ? text : member,
    ),
  )
}

const fixed = new Set(['schema', 'source', 'type', 'at', 'startedAt', 'endedAt', 'result'])

const secrets: [string, string][] = [
  ['private-key', pem('RSA PRIVATE KEY')],
  ['private-key', pem('PRIVATE KEY').replaceAll('\n', '\\n')],
  ['private-key', pem('OPENSSH PRIVATE KEY').slice(0, 300)],
  ['private-key', pem('EC PRIVATE KEY').slice(40)],
  ['private-key', pem('PRIVATE KEY').replaceAll('\n', '\n     7→')],
  ['aws-access-key', `AKIA${'Q7'.repeat(8)}`],
  ['anthropic-key', `sk-ant-api03-${letters}`],
  ['openai-key', `sk-proj-${letters}`],
  ['stripe-key', `sk_live_${letters.slice(0, 24)}`],
  ['github-token', `ghp_${letters.slice(0, 36)}`],
  ['github-token', `github_pat_${letters}`],
  ['gitlab-token', `glpat-${letters.slice(0, 20)}`],
  ['slack-token', `xoxb-${letters}`],
  ['google-key', `AIza${letters.slice(0, 35)}`],
  ['npm-token', `npm_${letters.slice(0, 36)}`],
  ['huggingface-token', `hf_${letters.slice(0, 34)}`],
  ['sendgrid-key', `SG.${letters.slice(0, 22)}.${letters}`],
  ['jwt', jwt],
  ['bearer-token', `Bearer ${letters}`],
  ['assigned-secret', 'DB_PASSWORD="tern-and-gull-7"'],
  ['connection-string', 'postgres://keeper:fog-horn@db.example/log'],
  ['connection-string', 'redis://:fog-horn@cache:6379'],
  ['email', 'ada.keeper+log@mail.example.org'],
  ['home-user', '/home/ada/notes'],
  ['home-user', '/Users/ada'],
  ['home-user', '/c/Users/ada/notes'],
  ['home-user', 'C:\\Users\\ada\\notes'],
  ['home-user', '~/.claude/projects/-Users-ada-notes/a.jsonl'],
]

/** What looks random or like one of the above, and is none. */
const harmless = [
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  '"integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="',
  '123e4567-e89b-12d3-a456-426614174000',
  'class="sk-folding-cube-with-a-very-long-animation-name"',
  'import { List } from "src/Users/List.tsx"',
  'git@github.com:example/repository.git',
  'https://example.org/home/page?at=12:30',
  'icon@2x.png and lodash@4.17.21 and @types/node',
  'http://localhost:3000/a@b',
  'a note on -----BEGIN PRIVATE KEY----- lines and where they end',
  'PASSWORD: "$DB_PASSWORD_OF_THE_STORE"',
]

describe('redaction', () => {
  it.each(secrets)('replaces a %s, and leaves what stands around it: %#', (kind, secret) => {
    const redacted = redactText(`before ${secret} after`)
    expect(redacted).toContain(`[REDACTED:${kind}]`)
    expect(redacted).toMatch(/^before [\s\S]* after$/)
    for (const part of ['ada', 'fog-horn', 'tern-and-gull', letters.slice(0, 16), 'Q7Q7']) {
      expect(redacted).not.toContain(part)
    }
  })

  it.each(harmless)('leaves %s', (text) => expect(redactText(text)).toBe(text))

  const piece = fc.oneof(
    fc.constantFrom(...secrets.map(([, secret]) => secret), ...harmless),
    fc.constantFrom(' ', '\n', ':', '@', '/', '"', '-', '.', '=', 'a', '[REDACTED:email]'),
    fc.string({ maxLength: 6 }),
  )

  it('done again changes nothing, whatever stands side by side', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const once = redactText(pieces.join(''))
        expect(redactText(once)).toBe(once)
      }),
      { numRuns: 5_000 },
    )
  })

  it('looks for nothing behind a closed gate: where a pattern matches, the gate before it is open', () => {
    const tokens = tokenRules.map(({ pattern }) => pattern)
    const gates: [(text: string) => boolean, readonly RegExp[]][] = [
      [mayHoldToken, tokens],
      [(text) => signGate.test(text), credentialPatterns.map(({ pattern }) => pattern)],
      [(text) => homeGate.test(text), homePatterns],
    ]
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        for (const [isOpen, patterns] of gates) {
          if (patterns.some((pattern) => text.match(pattern) !== null)) expect(isOpen(text)).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('of a session reaches every string but the ones of its schema, and changes no count', () => {
    const mail = 'ada@example.org'
    for (const { bytes, expected } of fixtures) {
      const { session } = readTranscriptText(bytes.toString('utf8'))
      expect(measure(redact(session))).toEqual(expected)
      const planted = withEveryString(session, mail)
      const redacted = redact(planted)
      expect(JSON.stringify(redacted)).not.toContain('ada@')
      expect(redact(redacted)).toEqual(redacted)
    }
  })

  it('of a session keeps telling it from another whose name holds another secret', () => {
    const [fixture] = fixtures
    const { session } = readTranscriptText(fixture?.bytes.toString('utf8') ?? '')
    const idOf = (externalId: string) => redact({ ...session, externalId }).externalId
    expect(idOf('ada@example.org')).not.toBe(idOf('bob@example.org'))
    expect(idOf('ada@example.org')).toBe(idOf('ada@example.org'))
    expect(idOf(`${'ada@example.org '.repeat(12)}x`).length).toBeLessThanOrEqual(200)
  })

  it('keeps a session within its schema where placeholders are longer than secrets', () => {
    const { session } = readTranscriptText(
      JSON.stringify({
        type: 'user',
        isMeta: false,
        uuid: 'u',
        sessionId: 's',
        message: { content: 'a@b.co '.repeat(700) },
      }),
    )
    const [event] = redact(session).events
    expect(event !== undefined && 'text' in event ? event.text.length : 0).toBeLessThanOrEqual(10_000)
  })

  it('ends soon for texts made to be slow', () => {
    // A pattern that is not linear would need hours for these: the runner's time limit finds it.
    const pieces = [
      '-----BEGIN PRIVATE KEY-----\n',
      `${letters}\n`,
      `${letters} PRIVATE KEY `,
      'eyJ-eyJ-.eyJ',
      'a.a.',
      '@',
      'a@a.',
      '://a:',
      'sk-',
      'PASSWORD',
      '/home/',
      'xoxb-',
      'AKIA',
      'a.b.c:',
      '1',
      '1.',
      '1 ',
      '1-',
      '+1 ',
      '(415) ',
      'tel: 1',
      'a:',
      'ab::',
      '%40',
      'ops_eyJ',
      '_',
      'a=',
      '%',
      'password=',
      'password:"',
      'token: a1.',
      'curl -u ',
      ' --token ',
      'Basic ',
      'Bearer a',
      'authorization: ',
      '/-Users-',
      'C:\\\\Users\\\\',
      `${'a'.repeat(79)}\n`,
      `ghp_${'a'.repeat(75)}\n`,
      'SG.aaaaaaaaaaaaaaaa.',
      'hooks.slack.com/services/',
      'eyJaaaaaaaaaaaaaaaaaaaa.eyJ',
      'M23456789012345678901234.123456.',
      'sig=',
      'AKIAQ7Q7Q7Q7Q7Q7Q7Q7-',
    ]
    for (const piece of pieces) {
      const text = `${piece.repeat(Math.ceil(300_000 / piece.length))}@ -----END PRIVATE KEY----- %40 password=a1 Bearer a`
      expect(redactText(text).length).toBeGreaterThan(0)
    }
  })
})
