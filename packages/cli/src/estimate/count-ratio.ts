import {
  type Counted,
  type ModelProfile,
  measuredRatio,
  requestCharacters,
  uncachedCalls,
} from '@fieldwork/annotators/estimate'
import { FieldworkError } from '@fieldwork/errors'
import { inOrder } from '../sources/in-order.ts'
import { renderSource } from '../sources/tasks.ts'
import { isReadOnce } from '../sources/transcript-file.ts'
import type { Ratio } from './estimate-here.ts'
import type { SessionLength } from './transcript-lengths.ts'

const SESSIONS = 20
const AT_ONCE = 4
const TIMEOUT_MS = 60_000

/**
 * Has the Messages API count the tokens of up to 20 sessions, from the shortest to the longest, each redacted and with a
 * question as it will be asked. Null where no session can be read again. Throws `usage` without a key.
 */
export async function countRatio(
  sessions: readonly SessionLength[],
  profile: ModelProfile,
  apiKey: string | undefined,
  baseURL: string | undefined,
): Promise<Ratio | null> {
  if (apiKey === undefined || apiKey === '') {
    throw new FieldworkError('usage', '--count-tokens needs ANTHROPIC_API_KEY in the environment')
  }
  // Only this option needs the client of the Messages API.
  const { createTokenCounter } = await import('@fieldwork/annotators')
  const countTokens = createTokenCounter({ apiKey, baseURL, timeoutMs: TIMEOUT_MS })
  const counted: Counted[] = []
  for await (const one of inOrder(evenly(sessions), count, AT_ONCE)) if (one !== null) counted.push(one)
  const ratio = measuredRatio(counted)
  return ratio === null ? null : { ...ratio, counted: counted.length }

  async function count({ source }: SessionLength): Promise<Counted | null> {
    const rendered = await renderSource({ source })
    if ('error' in rendered) return null
    const [call] = uncachedCalls(profile, rendered.text)
    if (call === undefined) return null
    return { characters: requestCharacters(call.request), tokens: await countTokens(call.request) }
  }
}

/** Some of the sessions that can be read again, at even distances in the order of their length. */
function evenly(sessions: readonly SessionLength[]): readonly SessionLength[] {
  const sorted = sessions
    .filter(({ source }) => !source.parts.some(isReadOnce))
    .toSorted((a, b) => a.characters - b.characters)
  const taken = Math.min(SESSIONS, sorted.length)
  return Array.from({ length: taken }, (_, index) =>
    sorted.at(Math.round((index * (sorted.length - 1)) / Math.max(1, taken - 1))),
  ).filter((session) => session !== undefined)
}
