import { redactAuthorization } from './authorization.ts'
import { redactConnectionStrings } from './connection-strings.ts'
import { redactAssignments, signGate } from './credentials.ts'
import { redactEmails } from './emails.ts'
import { redactHomeUsers } from './home-users.ts'
import { redactIpv6 } from './ip-addresses.ts'
import { redactNumbers } from './numbers.ts'
import { redactPrivateKeys } from './private-keys.ts'
import { redactTokens } from './tokens.ts'
import { redactEncoded } from './url-encoded.ts'

/** More passes than any text was seen to need: two. */
const MAX_PASSES = 4

/**
 * Replaces secrets and personal data by typed, stable placeholders. Applying it again changes nothing: what a placeholder
 * uncovers, by ending a word beside it, is looked at once more.
 */
export function redactText(text: string): string {
  let before = text
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const after = redactSecrets(redactEncoded(before, redactDecoded))
    if (after === before) break
    before = after
  }
  // These uncover nothing, and are in most texts that hold anything: no second look is taken for them.
  return redactHomeUsers(before)
}

const redactDecoded = (text: string) => redactHomeUsers(redactSecrets(text))

/** What is more telling before what is more general; addresses with passwords before e-mail addresses. */
function redactSecrets(text: string): string {
  const keyless = redactTokens(redactPrivateKeys(text))
  const named = signGate.test(keyless) ? redactIpv6(redactAssignments(redactAuthorization(keyless))) : keyless
  return redactNumbers(redactEmails(redactConnectionStrings(named)))
}
