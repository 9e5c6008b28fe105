import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { notAfter } from './number-start.ts'

const LABEL = String.raw`(?:(?<=\\[nrt])|(?<![A-Za-z\]]))(?:tel(?:efon|ephone|\.)?|phone|mobile|mobil|cell|fax|whatsapp|sms)(?:[ _-]?(?:number|nr|no))?`

/** What stays before a number, and the number. */
export const phonePatterns: readonly RegExp[] = [
  // International
  new RegExp(
    String.raw`(${notAfter(String.raw`[\w+.\]]`)})(\+\d{1,3}[ .()/-]{0,2}\d[\d .()/-]{5,18}\d)(?![\w])`,
    'gm',
  ),
  // North American, in the groups it is written in
  new RegExp(
    String.raw`(${notAfter(String.raw`[\w.+(\]-]`)})((?:1[-. ])?(?:\([2-9]\d\d\)[ ]?|[2-9]\d\d[-.])[2-9]\d\d[-.]\d{4})(?![\w-]|\.\d)`,
    'gm',
  ),
  // Any other national number, where it is called a phone number
  new RegExp(
    String.raw`(${LABEL}["'\\]{0,4}\s?[:=]?\s{0,3}["'\\]{0,4})(\(?\d[\d .()/-]{5,18}\d)(?![\w])`,
    'gi',
  ),
]

/** Whether what has the form of a phone number can be one: as libphonenumber says, or for a national one by its length. */
export function isPhoneNumber(number: string): boolean {
  if (number.startsWith('+')) return parsePhoneNumberFromString(number)?.isPossible() ?? false
  const digits = number.replace(/\D/g, '').length
  return digits >= 7 && digits <= 13 && !/^\d{4}[-/.]\d\d[-/.]\d\d/.test(number)
}
