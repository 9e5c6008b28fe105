import type { CanonicalSession } from '@fieldwork/sessions'
import type { Evidence } from '../evidence.ts'
import { affirms, asks, complains, corrects, isAssent, rejects } from '../person.ts'

/** What was said by both sides, counted once per session for the features. */
export type Speech = {
  /** Prompts and steers with words of the person's own that are more than assent. */
  readonly requests: readonly string[]
  readonly assents: number
  readonly plans: number
  readonly corrections: number
  readonly rejections: number
  readonly complaints: number
  readonly affirmations: number
  readonly questions: number
  /** Output of a program that the person pasted. */
  readonly pastes: number
  readonly firstWords: number
  readonly ownWords: number
  readonly lastRequest: string
  /** Share of letters that are no Latin ones. */
  readonly foreign: number
  /** The agent owns up to a mistake. */
  readonly apologies: number
  /** The agent says that something is done. */
  readonly claims: number
  /** The beginnings of commits and pull requests that were made. */
  readonly commits: readonly string[]
  /** The beginnings of the agent's texts. */
  readonly agent: readonly string[]
}

const paste =
  /traceback|stack ?trace|\bat \S+ \(\S+:\d+|\berror:|\bexception\b|exit code|warning:|\n\s*\d+ \|/i
const apology =
  /\b(you'?re (absolutely )?right|i apologi[sz]e|sorry|my mistake|good (catch|point)|i (missed|misunderstood|overlooked))\b/i
const claim =
  /\b(done|complete[d]?|fixed|implemented|added|updated|created|committed|pushed|all (tests )?pass(ing|ed)?)\b/i
const commit = /\bcommit\b|\bpr create\b/
const wordCount = (text: string) => (text === '' ? 0 : text.split(/\s+/).length)

/** Counts what was said. Pure. */
export function speechOf(session: CanonicalSession, evidence: Evidence): Speech {
  const owned = evidence.words.map(({ own }) => own)
  const requests = owned.filter((own) => !isAssent(own))
  const later = requests.slice(1)
  const times = (texts: readonly string[], is: (text: string) => boolean) => texts.filter(is).length
  const agent = session.events.flatMap((event) =>
    event.type === 'agentText' ? [event.text.slice(0, 300)] : [],
  )
  const all = requests.join(' ')
  const latin = all.match(/[a-z]/gi)?.length ?? 0
  const letters = all.match(/\p{L}/gu)?.length ?? 0
  return {
    requests,
    assents: owned.filter((own) => own !== '').length - requests.length,
    plans: evidence.words.filter(({ plan }) => plan !== '').length,
    corrections: times(later, corrects),
    rejections: times(later, rejects),
    complaints: times(later, complains),
    affirmations: times(later, affirms),
    questions: times(requests, asks),
    pastes: times(requests, (text) => paste.test(text)),
    firstWords: wordCount(requests[0] ?? ''),
    ownWords: requests.reduce((sum, text) => sum + wordCount(text), 0),
    lastRequest: requests.at(-1) ?? '',
    foreign: letters === 0 ? 0 : 1 - latin / letters,
    apologies: times(agent, (text) => apology.test(text)),
    claims: times(agent, (text) => claim.test(text)),
    commits: session.events.flatMap((event) =>
      event.type === 'action' && commit.test(event.summary) ? [event.summary.slice(0, 400)] : [],
    ),
    agent,
  }
}
