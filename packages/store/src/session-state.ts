/** Every session revision is in exactly one of these at all times. */
export const sessionStates = [
  'pending',
  'annotating',
  'parked',
  'annotated',
  'excluded',
  'unscorable',
  'dead',
] as const
export type SessionState = (typeof sessionStates)[number]

/** What happens to a revision. `expire` is a claim that ran out, `loseTranscript` a retention that ended. */
export type SessionEventName =
  | 'claim'
  | 'annotate'
  | 'refuse'
  | 'release'
  | 'expire'
  | 'giveUp'
  | 'supersede'
  | 'loseTranscript'

const over: Record<SessionEventName, null> = {
  claim: null,
  annotate: null,
  refuse: null,
  release: null,
  expire: null,
  giveUp: null,
  supersede: null,
  loseTranscript: null,
}

/**
 * Where each event leads from each state; null where it changes nothing. Total, so that a new state or event does not
 * compile until every cell is decided. The statements of accept-lines.ts, claims.ts, write-annotations.ts and sweep.ts
 * move state by compare-and-swap along exactly these arrows; the test `session-state` walks the table against them.
 */
export const transitions: Record<SessionState, Record<SessionEventName, SessionState | null>> = {
  pending: {
    claim: 'annotating',
    annotate: null,
    refuse: null,
    release: null,
    expire: null,
    giveUp: 'dead',
    supersede: 'excluded',
    loseTranscript: 'dead',
  },
  annotating: {
    claim: 'annotating', // only once the earlier claim has expired
    annotate: 'annotated',
    refuse: 'unscorable',
    release: 'pending',
    expire: 'pending', // `dead` where its claims are used up or its transcript is gone
    giveUp: 'dead',
    supersede: null,
    loseTranscript: null, // whoever holds the claim has read it already
  },
  parked: {
    claim: null,
    annotate: null,
    refuse: null,
    release: null,
    expire: null,
    giveUp: null,
    supersede: 'excluded',
    loseTranscript: 'dead',
  },
  annotated: over,
  excluded: over,
  unscorable: over,
  dead: over,
}

/** States in which a batch still waits for the revision. */
export const unfinishedStates: readonly SessionState[] = ['pending', 'annotating', 'parked']
