import { BASE62, BASE64, DIGITS, type Draws, drawsOf, HEX, LOWER } from './random.ts'
import { tokenForms } from './tokens.ts'

export type PlantedSecret = {
  readonly kind: string
  /** What must not be stored. */
  readonly value: string
  /** How it stands in a text. */
  readonly text: string
}

/** One secret or personal datum of every documented kind, invented: the same seed, the same secrets. */
export function plantedSecrets(seed: number): readonly PlantedSecret[] {
  const draws = drawsOf(seed)
  const tokens = tokenForms.map(([kind, ...parts]): PlantedSecret => {
    const value = parts.map((part) => (typeof part === 'string' ? part : draws.of(part[0], part[1]))).join('')
    return { kind, value, text: value }
  })
  return [...tokens, ...credentials(draws), ...personal(draws), ...privateKeys(draws)]
}

const secretOf = (kind: string, value: string, write: (value: string) => string): PlantedSecret => ({
  kind,
  value,
  text: write(value),
})

/** Letters and digits, as a generator of passwords makes them. */
const password = (draws: Draws) => `${draws.of(BASE62, 13)}q7${draws.of(BASE62, 3)}`

function credentials(draws: Draws): readonly PlantedSecret[] {
  const assigned = (write: (value: string) => string) => secretOf('assigned-secret', password(draws), write)
  const basic = Buffer.from(`keeper:${password(draws)}`).toString('base64')
  return [
    assigned((value) => `DB_PASSWORD=${value}`),
    assigned((value) => `export SESSION_SECRET="${value}"`),
    assigned((value) => `"password": "${value}"`),
    assigned((value) => `client_secret: ${value}`),
    assigned((value) => `apiKey = '${value}'`),
    assigned((value) => `mysql --user=root --password=${value} shop`),
    secretOf(
      'assigned-secret',
      draws.of(BASE62, 20) + draws.of(BASE64, 20),
      (value) => `aws_secret_access_key = ${value}`,
    ),
    secretOf('bearer-token', `${draws.of(BASE62, 30)}4`, (value) => `Authorization: Bearer ${value}`),
    secretOf('basic-auth', basic, (value) => `Authorization: Basic ${value}`),
    secretOf('basic-auth', password(draws), (value) => `curl -u keeper:${value} https://api.example.net/v1`),
    secretOf(
      'azure-key',
      `${draws.of(BASE64, 86)}==`,
      (value) => `AccountName=mill;AccountKey=${value};EndpointSuffix=core.example`,
    ),
    secretOf(
      'connection-string',
      password(draws),
      (value) => `postgres://keeper:${value}@db.example.net:5432/log`,
    ),
    secretOf(
      'connection-string',
      password(draws),
      (value) => `mongodb+srv://keeper:${value}@cluster0.example.net/log`,
    ),
    secretOf('connection-string', password(draws), (value) => `redis://:${value}@cache.example.net:6379/0`),
    secretOf(
      'connection-string',
      password(draws),
      (value) => `https://keeper:${value}@git.example.net/mill.git`,
    ),
  ]
}

function personal(draws: Draws): readonly PlantedSecret[] {
  const name = () => `${draws.of(LOWER, 7)}x`
  const home = (write: (value: string) => string) => secretOf('home-user', name(), write)
  const phone = (write: string) => secretOf('phone-number', write, (value) => value)
  const line = () => `${draws.whole(200, 999)}`
  return [
    secretOf('email', `${name()}.${name()}@mail.example.org`, (value) => value),
    home((value) => `/home/${value}/code/mill`),
    home((value) => `/Users/${value}/code/mill`),
    home((value) => `C:\\Users\\${value}\\code\\mill`),
    home((value) => `~/.claude/projects/-Users-${value}-code-mill/log.jsonl`),
    phone(`+1 415 555 ${draws.of(DIGITS, 4)}`),
    phone(`+49 171 ${draws.whole(1, 9)}${draws.of(DIGITS, 6)}`),
    phone(`+44 20 7946 0${draws.of(DIGITS, 3)}`),
    phone(`(415) 555-${draws.of(DIGITS, 4)}`),
    phone(`415-${line()}-${draws.of(DIGITS, 4)}`),
    secretOf('phone-number', `0171 ${draws.whole(1, 9)}${draws.of(DIGITS, 6)}`, (value) => `Tel.: ${value}`),
    secretOf('card-number', card(draws, '4', 16), (value) => value),
    secretOf('card-number', card(draws, '53', 16).replace(/(.{4})(?=.)/g, '$1 '), (value) => value),
    secretOf('card-number', card(draws, '37', 15), (value) => value),
    secretOf('ip-address', `203.0.113.${draws.whole(10, 250)}`, (value) => value),
    secretOf(
      'ip-address',
      `10.${draws.whole(20, 250)}.${draws.whole(1, 250)}.${draws.whole(1, 250)}`,
      (value) => value,
    ),
    secretOf(
      'ip-address',
      `2001:db8:${draws.of(HEX.slice(1), 4)}:${draws.of(HEX.slice(1), 4)}::${draws.whole(1, 9)}`,
      (value) => value,
    ),
  ]
}

/** A number with that beginning whose last digit is Luhn's. */
function card(draws: Draws, prefix: string, length: number): string {
  const body = prefix + draws.of(DIGITS, length - prefix.length - 1)
  let sum = 0
  for (const [index, digit] of [...body].reverse().entries()) {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return body + String((10 - (sum % 10)) % 10)
}

function privateKeys(draws: Draws): readonly PlantedSecret[] {
  return ['RSA PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PRIVATE KEY'].map((label) => {
    const lines = Array.from({ length: 12 }, () => draws.of(BASE64, 64))
    const text = [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
    // Any of its lines would be too much.
    return { kind: 'private-key', value: lines[5] ?? '', text }
  })
}
