const NAME = [
  '(?<=_)pass',
  'pass(?:word|wd|phrase|code)',
  'pwd',
  'secret',
  'token',
  'credentials?',
  '(?:api|access|account|secret|private|auth|signing|encryption|master)[_-]?key',
].join('|')
const TAIL = String.raw`(?:[_-]?(?:key|value|base64|v?\d{1,2}))?`
const QUOTE = String.raw`\\{0,3}["'\x60]`
const SIGN = String.raw`(?:${QUOTE})?[ \t]{0,3}(?:=>|:=|[:=])[ \t]{0,3}`
const named = `(?<name>${NAME})${TAIL}`

/**
 * Opens where a name that is secret is given a value, an `Authorization` is, a flag of a command may carry one, or groups of
 * hexadecimal digits follow each other. Looks at both sides of a sign, which is rarer than the letters beside it.
 */
export const signGate = new RegExp(
  String.raw`[:=](?<=(?:${NAME})${TAIL}(?:${QUOTE})?[ \t]{0,3}[:=]|uthorization["'\]\\]{0,5}\s?[:=]|Key=|[?&]sig=|[0-9a-f]:[0-9a-f]{0,4}:)` +
    String.raw`|-(?<=\s-)(?:u[ =]|-user[ =]|-[a-z-]{0,21}(?:pass|token|secret|key))`,
  'i',
)

const assignmentPatterns = {
  quoted: new RegExp(
    String.raw`(?<=(_?))(${named}${SIGN}${QUOTE})(?!\[REDACTED|\$)([^\s"'\x60\\<>{}]{6,200})(?=${QUOTE})`,
    'gi',
  ),
  bare: new RegExp(
    String.raw`(?<=(_?))(${named}${SIGN})(?![$["'\x60\\])([^\s"'\x60\\<>{}()[\],;&|]{6,200})(?=$|[\s"'\x60\\,;&|)}\]])`,
    'gi',
  ),
}

/** Replaces the values given to names like `password`, where the value looks like no word, name, path or number. */
export function redactAssignments(text: string): string {
  const replace =
    (isSecret: (value: string, ofEnvironment: boolean) => boolean) =>
    (match: string, underscore: string, before: string, name: string, value: string) =>
      isSecret(value, isOfEnvironment(underscore + before, name))
        ? `${before}[REDACTED:assigned-secret]`
        : match
  return text
    .replace(assignmentPatterns.quoted, replace(isSecretLiteral))
    .replace(assignmentPatterns.bare, replace(isSecretWord))
}

/** Names in capitals are those of the environment, whose values are seldom anything else. */
const isOfEnvironment = (before: string, name: string) => name === name.toUpperCase() && /[=_]/.test(before)

/** Constants, numbers, paths, addresses, and what stands for a secret in a manual. */
const isNoValue =
  /^(?:true|false|null|none|undefined|[\d.,:_-]+|(?:[.~]{0,2}\/|\w+:\/\/).*|[-!*:].*|x+|redacted|string|number|boolean|bytes|your[-_].*|.*\.\.\.)$/i
const isMember = /^[A-Za-z_$][\w$]*(?:\??\.|->|::)[\w$]|^[A-Z]+(?:_[A-Z]+)+$|^[a-z]+(?:[A-Z][a-z]+)+$/
const isName =
  /^[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+$|^[A-Za-z]+(?:[-_./:][A-Za-z]+)*[-_.]?\d{0,3}$|^[A-Z][a-z]+\d{1,3}[A-Z]\w*$/

const isSecretLiteral = (value: string, ofEnvironment: boolean) =>
  value.length >= 8 && !isNoValue.test(value) && (ofEnvironment || looksRandom(value))

const isSecretWord = (value: string, ofEnvironment: boolean) =>
  !isNoValue.test(value) && (ofEnvironment ? !isMember.test(value) : looksRandom(value))

const looksRandom = (value: string) =>
  value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value) && !isName.test(value)
