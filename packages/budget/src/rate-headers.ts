import { type Kind, kinds } from './amounts.ts'

/** What an answer says of the limits: the limit per minute and what remains, each where it is said. */
export type RateHeaders = Readonly<Partial<Record<Kind, RateHeader>>>
type RateHeader = { readonly limit?: number | undefined; readonly remaining?: number | undefined }

const names: Readonly<Record<Kind, string>> = {
  requests: 'requests',
  inputTokens: 'input-tokens',
  outputTokens: 'output-tokens',
}
/** More than any limit there is; a larger one is a fault. */
const BOUND = 1e12

/**
 * Reads `anthropic-ratelimit-{requests,input-tokens,output-tokens}-{limit,remaining}`. What is missing or no whole number is
 * left out, as is a limit of nothing. `-reset` is the server's clock, which nothing here compares itself with: the rule of
 * observe.ts needs no time.
 */
export function readRateHeaders(headers: Headers | undefined): RateHeaders {
  const found: Partial<Record<Kind, RateHeader>> = {}
  for (const kind of kinds) {
    const limit = wholeNumber(headers?.get(`anthropic-ratelimit-${names[kind]}-limit`))
    const remaining = wholeNumber(headers?.get(`anthropic-ratelimit-${names[kind]}-remaining`))
    if (limit === undefined && remaining === undefined) continue
    found[kind] = { limit: limit === 0 ? undefined : limit, remaining }
  }
  return found
}

function wholeNumber(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined || !/^\s*\d{1,13}\s*$/.test(text)) return undefined
  const value = Number(text)
  return value <= BOUND ? value : undefined
}
