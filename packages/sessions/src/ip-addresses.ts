import { isIPv6 } from 'node:net'
import { notAfter } from './number-start.ts'

/** What every machine has or every manual names: no one's address. */
const commonplace = /^(?:0|127|2[2-5]\d)\.|^169\.254\.169\.254$|\.0$/
const version = /\.\d+ $|(?:version|release|build|chrome|v|ver)["']?\s{0,2}[:= ]?\s{0,2}["']?$/i

/**
 * Whether four numbers are an address that tells of a machine. Loopback, unspecified, multicast, masks, networks (they end in
 * 0) and the clouds' metadata address are the same for all; four single digits are a version (and `1.1.1.1`).
 */
export function isPersonalIpv4(address: string, before: string): boolean {
  const parts = address.split('.')
  return (
    parts.every((part) => Number(part) <= 255 && (part === '0' || !part.startsWith('0'))) &&
    parts.some((part) => part.length > 1) &&
    !commonplace.test(address) &&
    !version.test(before)
  )
}

const ipv6 = new RegExp(
  String.raw`${notAfter(String.raw`[\w:.%-]`)}(?:[0-9a-f]{1,4}:{1,2}){2,7}[0-9a-f]{0,4}(?![\w:]|\.\d)`,
  'gim',
)

/** Replaces IPv6 addresses of at least three groups with a digit: `::1` is everybody's, `fe::add` a name in code. */
export function redactIpv6(text: string): string {
  return text.replace(ipv6, (match: string) => {
    const address = match.endsWith(':') && !match.endsWith('::') ? match.slice(0, -1) : match
    const groups = address.split(':').filter((group) => group !== '')
    const isAddress =
      groups.length >= 3 && /\d/.test(address) && groups.join('').length >= 6 && isIPv6(address)
    return isAddress ? `[REDACTED:ip-address]${match.slice(address.length)}` : match
  })
}
