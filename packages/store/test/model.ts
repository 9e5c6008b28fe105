import type { SessionState } from '../src/index.ts'

/** A revision as the model knows it. Chunks and claims are objects: the same one, or not. */
export type ModelRevision = {
  readonly session: string
  readonly revision: number
  readonly content: string
  state: SessionState
  reason: string | null
  chunk: symbol | null
  claim: string | null
  claimRanOut: boolean
  attempts: number
  hasTranscript: boolean
}

export type Posted =
  | { readonly session: string; readonly content: string; readonly headless: boolean }
  | 'unreadable'

export const SESSIONS_PER_JOB = 3
export const MAX_CLAIMS = 3

function newRevision(
  { session, content, headless }: Exclude<Posted, 'unreadable'>,
  revision: number,
): ModelRevision {
  return {
    session,
    revision,
    content,
    state: headless ? 'excluded' : 'pending',
    reason: headless ? 'headless' : null,
    chunk: null,
    claim: null,
    claimRanOut: false,
    attempts: 0,
    hasTranscript: true,
  }
}

/** What the store should do, in a few arrays and loops. */
export function createModel() {
  const revisions: ModelRevision[] = []
  const facts = new Map<string, number>()
  let annotations = 0

  const end = (revision: ModelRevision, state: SessionState, reason: string | null = null) => {
    const chunk = state === 'pending' ? revision.chunk : null
    return Object.assign(revision, { state, reason, chunk, claim: null, claimRanOut: false })
  }
  const of = (session: string) => revisions.filter((each) => each.session === session)
  const outcomeOf = (line: Posted) => {
    if (line === 'unreadable') return 'rejected'
    const known = of(line.session)
    if (known.some(({ content }) => content === line.content)) return 'duplicate'
    return known.length === 0 ? 'accepted' : 'revised'
  }
  const supersede = (newer: ModelRevision) => {
    for (const older of of(newer.session)) {
      if (older.revision >= newer.revision || older.state !== 'pending') continue
      end(older, 'excluded', 'superseded')
    }
  }
  const under = (claim: string) => revisions.filter((revision) => revision.claim === claim)

  return {
    revisions,
    facts,
    annotations: () => annotations,
    unfinished: () => revisions.filter(({ state }) => state === 'pending' || state === 'annotating'),
    claimable: () => revisions.filter(({ state, claimRanOut }) => state === 'pending' || claimRanOut),

    post(lines: readonly Posted[]) {
      const counts = { posted: lines.length, accepted: 0, duplicate: 0, revised: 0, rejected: 0 }
      const added: ModelRevision[] = []
      for (const line of lines) {
        const outcome = outcomeOf(line)
        counts[outcome] += 1
        if (line === 'unreadable' || outcome === 'duplicate') continue
        const revision = newRevision(line, of(line.session).length + 1)
        revisions.push(revision)
        added.push(revision)
      }
      const waiting = added.filter(({ state }) => state === 'pending')
      for (let start = 0; start < waiting.length; start += SESSIONS_PER_JOB) {
        const chunk = Symbol()
        for (const revision of waiting.slice(start, start + SESSIONS_PER_JOB)) revision.chunk = chunk
      }
      for (const newer of added) supersede(newer)
      return counts
    },

    /** Claims the chunk; gives the revisions that the claim brings with their transcripts. */
    claim(chunk: symbol, claim: string): readonly ModelRevision[] {
      const free = revisions.filter(
        (each) =>
          each.chunk === chunk &&
          (each.state === 'pending' || (each.state === 'annotating' && each.claimRanOut)),
      )
      for (const each of free) {
        Object.assign(each, { state: 'annotating', claim, claimRanOut: false, attempts: each.attempts + 1 })
      }
      return free.filter(({ hasTranscript }) => hasTranscript)
    },

    /** Writes answers under a claim; gives how many were written. */
    write(claim: string, annotated: readonly ModelRevision[], refused: readonly ModelRevision[]): number {
      const ours = under(claim)
      const written = annotated.filter((each) => ours.includes(each))
      for (const each of written) {
        end(each, 'annotated')
        annotations += 1
        facts.set(each.session, Math.max(facts.get(each.session) ?? 0, each.revision))
      }
      const unscorable = refused.filter((each) => ours.includes(each))
      for (const each of unscorable) end(each, 'unscorable', 'answer_refused')
      return written.length + unscorable.length
    },

    release(claim: string) {
      for (const each of under(claim)) end(each, 'pending')
    },

    split(claim: string): number {
      const ours = under(claim)
      for (const each of ours) Object.assign(end(each, 'pending'), { chunk: Symbol() })
      return ours.length
    },

    runOut(claim: string) {
      for (const each of under(claim)) each.claimRanOut = true
    },

    expireClaims() {
      for (const each of revisions.filter(({ claimRanOut }) => claimRanOut)) {
        if (!each.hasTranscript) end(each, 'dead', 'transcript_expired')
        else if (each.attempts >= MAX_CLAIMS) end(each, 'dead', 'attempts_exhausted')
        else end(each, 'pending')
        if (each.state === 'pending' && each.attempts > 1) each.chunk = Symbol()
      }
    },

    giveUp(chunk: symbol, reason: string) {
      for (const each of revisions) {
        if (each.chunk === chunk && ['pending', 'annotating'].includes(each.state)) end(each, 'dead', reason)
      }
    },

    endRetention(session: string) {
      // What was under claim when its transcript went, and was given back, is found dead by whoever claims it next.
      for (const each of of(session).filter(({ hasTranscript }) => hasTranscript)) {
        each.hasTranscript = false
        if (each.state === 'pending') end(each, 'dead', 'transcript_expired')
      }
    },
  }
}

export type Model = ReturnType<typeof createModel>
