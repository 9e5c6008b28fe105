/** Issuers' prefixes and lengths (ISO/IEC 7812 as the issuers publish them); rarer lengths are left, as ids have them. */
const issued =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14})$/

/** Whether a number is one that an issuer gives to a card, by its prefix, length and check digit. */
export function isCardNumber(number: string): boolean {
  const digits = number.replace(/[ -]/g, '')
  return issued.test(digits) && !/^(\d)\1*$/.test(digits) && luhn(digits)
}

function luhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index))
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
