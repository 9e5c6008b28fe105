import type { AccountStatement } from '../account.ts'

const amount = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const usd = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })

/** One line for each model: what was answered, and what the real one would have charged. */
export function describeAccount(totals: AccountStatement['totals']): string {
  const lines = Object.entries(totals).map(([model, total]) => {
    const written = total.cacheWrite5mTokens + total.cacheWrite1hTokens
    const tokens = [
      `${amount.format(total.inputTokens)} fresh`,
      `${amount.format(written)} written to the cache`,
      `${amount.format(total.cacheReadTokens)} read from it`,
      `${amount.format(total.outputTokens)} out`,
    ]
    return `${model}: ${total.requests} answered, tokens ${tokens.join(', ')}; would have cost ${usd.format(total.usd)}`
  })
  return lines.length === 0 ? 'nothing was answered' : lines.join('\n')
}
