import { isCardNumber } from './card-numbers.ts'
import { isPersonalIpv4 } from './ip-addresses.ts'
import { notAfter } from './number-start.ts'
import { isPhoneNumber, phonePatterns } from './phone-numbers.ts'

/** Opens where enough digits stand side by side. Dates open it too: its patterns are asked seldom enough. */
const numberGate =
  /(?<![\d.])\d(?:\.\d{1,3}\.\d|(?!0\d\d[-/]\d\d[-/]\d\d)(?:[.()/ -]{0,2}\d){2}(?:\.\d|[.()/ -]{0,2}\d(?:[.()/ -]{0,2}\d){3}))/

const ipv4 = new RegExp(
  String.raw`${notAfter(String.raw`[\w.^~<>\]-]|[=<>~!]=`)}\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d|-[A-Za-z])`,
  'gm',
)
/** In the groups that are embossed, or none. */
const card = new RegExp(
  String.raw`${notAfter(String.raw`[\w.+\]-]`)}(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}|\d{4}([ -]?)\d{6}\2\d{4,5})(?![\w-]|\.\d)`,
  'gm',
)

/** Replaces card numbers, IPv4 addresses and phone numbers. */
export function redactNumbers(text: string): string {
  if (!numberGate.test(text)) return text
  let redacted = text
    .replace(ipv4, (address: string, index: number) =>
      isPersonalIpv4(address, text.slice(Math.max(0, index - 12), index)) ? '[REDACTED:ip-address]' : address,
    )
    .replace(card, (number: string) => (isCardNumber(number) ? '[REDACTED:card-number]' : number))
  for (const pattern of phonePatterns) {
    redacted = redacted.replace(pattern, (match: string, label: string, number: string) =>
      isPhoneNumber(number) ? `${label}[REDACTED:phone-number]` : match,
    )
  }
  return redacted
}
