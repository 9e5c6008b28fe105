const kept = (kind: string) => `$1[REDACTED:${kind}]`

export const credentialPatterns = [
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

/** Replaces what an `Authorization` header, a signed address or a flag of a command carries. */
export function redactAuthorization(text: string): string {
  let redacted = text.replace(basic, (match: string, before: string, value: string) =>
    isUserAndPassword(value) ? `${before}[REDACTED:basic-auth]` : match,
  )
  for (const { pattern, replacement } of credentialPatterns) redacted = redacted.replace(pattern, replacement)
  return redacted
}

/** Tells the base64 of `user:password` from a word. */
const isUserAndPassword = (base64: string) =>
  /^[\x20-\x7e]{0,200}:[\x20-\x7e]{1,600}$/.test(Buffer.from(base64, 'base64').toString('latin1'))
