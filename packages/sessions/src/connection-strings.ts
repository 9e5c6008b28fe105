/** Replaces passwords in addresses: `postgres://user:password@host`. */
export function redactConnectionStrings(text: string): string {
  return text.includes('@') ? text.replace(pattern, '$1[REDACTED:connection-string]@') : text
}

const pattern =
  /(:\/\/[^\s:/@"'`<>[\]{}$]{0,100}:)(?!\[REDACTED|\$\{?[A-Z_]|\*{3}|%s@)[^\s/@"'`<>{}]{1,200}@/g
