const PLACEHOLDER = '[REDACTED:email]'
const MAX_LOCAL_PART = 64

const isLocalPart = /[A-Za-z0-9._%+-]/
const begins = /[A-Za-z0-9]/
/** Not the name of an image for denser screens (`icon@2x.png`). */
const domain = /(?!\dx\.)(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}\b/y

/**
 * Replaces e-mail addresses. Goes from one `@` to the next and looks at both sides of it, since a pattern that begins with
 * the local part would try every word. The user of a git remote (`git@…`) is no person.
 */
export function redactEmails(text: string): string {
  let at = text.indexOf('@')
  if (at === -1) return text
  let redacted = ''
  let done = 0
  for (; at !== -1; at = text.indexOf('@', at + 1)) {
    const start = startOfLocalPart(text, done, at)
    if (start === at || text.slice(start, at) === 'git') continue
    domain.lastIndex = at + 1
    if (!domain.test(text)) continue
    redacted += text.slice(done, start) + PLACEHOLDER
    done = domain.lastIndex
  }
  return redacted + text.slice(done)
}

function startOfLocalPart(text: string, from: number, at: number): number {
  let start = at
  while (start > from && at - start < MAX_LOCAL_PART && isLocalPart.test(text.charAt(start - 1))) start -= 1
  while (start < at && !begins.test(text.charAt(start))) start += 1
  return start
}
