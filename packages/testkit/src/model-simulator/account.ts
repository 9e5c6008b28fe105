import type { Message } from './messages/message.ts'
import { profileOf, undated } from './model-profiles.ts'

/** One request that was answered with tokens. */
export type AccountEntry = {
  /** The `request-id` of the answer, or the batch. */
  readonly requestId: string
  /** The request's `x-fieldwork-call`, or the batch item's `custom_id`. */
  readonly callId: string | null
  readonly endpoint: 'messages' | 'batches'
  readonly model: string
  readonly usage: Message['usage']
  /** USD, where the model's price is known. */
  readonly usd: number | null
  /** Whether the whole answer was written out. An item of a batch is, once its results can be had. */
  readonly whole: boolean
}

type AccountTotals = {
  readonly requests: number
  readonly inputTokens: number
  readonly cacheWrite5mTokens: number
  readonly cacheWrite1hTokens: number
  readonly cacheReadTokens: number
  readonly outputTokens: number
  /** Of the requests whose price is known. */
  readonly usd: number
}

export type AccountStatement = {
  readonly entries: readonly AccountEntry[]
  /** By model, without its date. */
  readonly totals: Readonly<Record<string, AccountTotals>>
}

export type Account = {
  /** Enters a request; the function that comes back marks its answer as written out. */
  enter(entry: Omit<AccountEntry, 'usd' | 'whole'>): () => void
  statement(): AccountStatement
}

/** What the simulator believes it is owed: the other side of a ledger. Holds no bodies. */
export function createAccount(): Account {
  const entries: (Omit<AccountEntry, 'whole'> & { whole: boolean })[] = []
  return {
    enter(entered) {
      const entry = { ...entered, usd: usdOf(entered), whole: false }
      entries.push(entry)
      return () => {
        entry.whole = true
      }
    },
    statement: () => ({ entries: entries.map((entry) => ({ ...entry })), totals: totalsOf(entries) }),
  }
}

/** Writing for 5 minutes costs 1.25 of fresh input, for an hour 2, reading 0.1; a batch half of all. */
function usdOf({ model, usage, endpoint }: Omit<AccountEntry, 'usd' | 'whole'>): number | null {
  const { price } = profileOf(model)
  if (price === null) return null
  const { ephemeral_5m_input_tokens: for5m, ephemeral_1h_input_tokens: for1h } = usage.cache_creation
  const input = usage.input_tokens + 1.25 * for5m + 2 * for1h + 0.1 * usage.cache_read_input_tokens
  const share = endpoint === 'batches' ? 0.5 : 1
  return (share * (price.input * input + price.output * usage.output_tokens)) / 1_000_000
}

function totalsOf(entries: readonly AccountEntry[]): Record<string, AccountTotals> {
  const totals: Record<string, AccountTotals> = {}
  for (const { model, usage, usd } of entries) {
    const name = undated(model)
    const before = totals[name]
    const { ephemeral_5m_input_tokens: for5m, ephemeral_1h_input_tokens: for1h } = usage.cache_creation
    totals[name] = {
      requests: (before?.requests ?? 0) + 1,
      inputTokens: (before?.inputTokens ?? 0) + usage.input_tokens,
      cacheWrite5mTokens: (before?.cacheWrite5mTokens ?? 0) + for5m,
      cacheWrite1hTokens: (before?.cacheWrite1hTokens ?? 0) + for1h,
      cacheReadTokens: (before?.cacheReadTokens ?? 0) + usage.cache_read_input_tokens,
      outputTokens: (before?.outputTokens ?? 0) + usage.output_tokens,
      usd: (before?.usd ?? 0) + (usd ?? 0),
    }
  }
  return totals
}
