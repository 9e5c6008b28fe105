const kept = (kind: string) => `$1[REDACTED:${kind}]`

/** Opens where one of the patterns of flags and bare schemes can match. */
export const flagGate =
  /[Bb]earer\s|[Bb]asic\s|-(?<=\s-)(?:u[ =]|-user[ =]|-[a-z-]{0,21}(?:pass|token|secret|key))/

export const flagPatterns = [
  {
    pattern: /\b([Bb]earer\s{1,3})(?!\[REDACTED)(?=[A-Za-z._~+/=-]{0,100}\d)[A-Za-z0-9._~+/=-]{20,4000}/g,
    replacement: kept('bearer-token'),
  },
  {
    pattern:
      /(\s--(?:[a-z]{2,20}-)?(?:password|passwd|passphrase|token|secret|api-?key|secret-key)[ =]["']?)(?![["'$<{-])(?=[^\s"']{0,100}\d)[^\s"'\\$<>{}()]{6,200}/g,
    replacement: kept('assigned-secret'),
  },
  {
    pattern:
      /((?:\b|\\n)curl(?=\s)[^\n]{0,300}?\s(?:-u|--user)[ =]["']?[\w.@-]{1,64}:)(?![[$<{])[^\s"'\\$<>{}()]{3,200}/g,
    replacement: kept('basic-auth'),
  },
] as const

export const authorizationPatterns = [
  {
    pattern:
      /(\b[Aa]uthorization["'\\]{0,4}:\s{0,3}["'\\]{0,4}(?:[Tt]oken|[Bb]earer|[Aa]pi-?[Kk]ey)\s{1,3})(?!\[REDACTED)[\w.~+/=-]{8,4000}/g,
    replacement: kept('bearer-token'),
  },
  {
    pattern: /((?:SharedAccess|Account|SharedSecret)Key=)[A-Za-z0-9+/]{40,100}={0,2}/g,
    replacement: kept('azure-key'),
  },
  { pattern: /([?&]sig=)[A-Za-z0-9+/%]{40,90}(?:=|%3D)?/g, replacement: kept('azure-sas') },
] as const

const basic = /\b([Bb]asic\s{1,3})([A-Za-z0-9+/]{8,1000}={0,2})/g

/** Replaces what an `Authorization` header or a signed address carries. */
export function redactAuthorization(text: string): string {
  let redacted = text
  for (const { pattern, replacement } of authorizationPatterns)
    redacted = redacted.replace(pattern, replacement)
  return redacted
}

/** Replaces what follows `Bearer` or `Basic`, and what is given to a flag of a command. */
export function redactFlags(text: string): string {
  if (!flagGate.test(text)) return text
  let redacted = text.replace(basic, (match: string, before: string, value: string) =>
    isUserAndPassword(value) ? `${before}[REDACTED:basic-auth]` : match,
  )
  for (const { pattern, replacement } of flagPatterns) redacted = redacted.replace(pattern, replacement)
  return redacted
}

/** Tells the base64 of `user:password` from a word. */
const isUserAndPassword = (base64: string) =>
  /^[\x20-\x7e]{0,200}:[\x20-\x7e]{1,600}$/.test(Buffer.from(base64, 'base64').toString('latin1'))
