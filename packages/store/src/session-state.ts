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

/**
 * What happens to a revision. `expire` is a claim that ran out, `loseTranscript` a retention that ended, `park` its run being
 * stopped, `retake` a cancelled run being started again, `redrive` somebody's wish that what is dead be tried again.
 */
export type SessionEventName =
  | 'claim'
  | 'annotate'
  | 'refuse'
  | 'release'
  | 'expire'
  | 'giveUp'
  | 'supersede'
  | 'loseTranscript'
  | 'park'
  | 'resume'
  | 'cancel'
  | 'retake'
  | 'redrive'

const over: Record<SessionEventName, null> = {
  claim: null,
  annotate: null,
  refuse: null,
  release: null,
  expire: null,
  giveUp: null,
  supersede: null,
  loseTranscript: null,
  park: null,
  resume: null,
  cancel: null,
  retake: null,
  redrive: null,
}

/**
 * Where each event leads from each state; null where it changes nothing. Total, so that a new state or event does not
 * compile until every cell is decided. The statements of accept-lines.ts, claims.ts, write-annotations.ts, sweep.ts,
 * reannotate.ts, stop-run.ts and dead-letters.ts move state by compare-and-swap along exactly these arrows; the test `session-state` walks the table against them.
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
    park: 'parked',
    resume: null,
    cancel: 'excluded',
    retake: null,
    redrive: null,
  },
  annotating: {
    claim: 'annotating', // only once the earlier claim has expired
    annotate: 'annotated',
    refuse: 'unscorable',
    release: 'pending',
    expire: 'pending', // `dead` where its claims are used up or its transcript is gone
    giveUp: 'dead',
    supersede: null,
    loseTranscript: null, // whoever holds the claim may have read it already
    park: 'parked', // by whoever holds the claim
    resume: null,
    cancel: null, // what is paid for is finished
    retake: null,
    redrive: null,
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
    park: null,
    resume: 'pending',
    cancel: 'excluded',
    retake: null,
    redrive: null,
  },
  annotated: over,
  excluded: { ...over, retake: 'pending' }, // where it was cancelled with its run
  unscorable: over,
  dead: { ...over, redrive: 'pending' }, // where its transcript is still there
}

/** States in which a batch still waits for the revision. */
export const unfinishedStates: readonly SessionState[] = ['pending', 'annotating', 'parked']

/** No session in any state. */
export const emptyProgress = (): Record<SessionState, number> => ({
  pending: 0,
  annotating: 0,
  parked: 0,
  annotated: 0,
  excluded: 0,
  unscorable: 0,
  dead: 0,
})
