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

/** What happens to a revision. */
export type SessionEventName =
  | 'claim'
  | 'annotate'
  | 'refuse'
  | 'release'
  | 'park'
  | 'resume'
  | 'supersede'
  | 'giveUp'
  | 'redrive'

/**
 * Where each event leads from each state; null where it changes nothing. Total, so that a new state or event does not
 * compile until every cell is decided. The statements in chunks.ts and accept-lines.ts move state by compare-and-swap
 * along exactly these arrows; the test `session-state` walks the table against them.
 */
export const transitions: Record<SessionState, Record<SessionEventName, SessionState | null>> = {
  pending: {
    claim: 'annotating',
    annotate: null,
    refuse: null,
    release: null,
    park: 'parked',
    resume: null,
    supersede: 'excluded',
    giveUp: 'dead',
    redrive: null,
  },
  annotating: {
    claim: 'annotating', // only once the earlier claim has expired
    annotate: 'annotated',
    refuse: 'unscorable',
    release: 'pending',
    park: 'parked',
    resume: null,
    supersede: null,
    giveUp: 'dead',
    redrive: null,
  },
  parked: {
    claim: null,
    annotate: null,
    refuse: null,
    release: null,
    park: null,
    resume: 'pending',
    supersede: 'excluded',
    giveUp: null,
    redrive: null,
  },
  annotated: {
    claim: null,
    annotate: null,
    refuse: null,
    release: null,
    park: null,
    resume: null,
    supersede: null,
    giveUp: null,
    redrive: null,
  },
  excluded: {
    claim: null,
    annotate: null,
    refuse: null,
    release: null,
    park: null,
    resume: null,
    supersede: null,
    giveUp: null,
    redrive: null,
  },
  unscorable: {
    claim: null,
    annotate: null,
    refuse: null,
    release: null,
    park: null,
    resume: null,
    supersede: null,
    giveUp: null,
    redrive: 'pending',
  },
  dead: {
    claim: null,
    annotate: null,
    refuse: null,
    release: null,
    park: null,
    resume: null,
    supersede: null,
    giveUp: null,
    redrive: 'pending',
  },
}

/** States in which a batch still waits for the revision. */
export const unfinishedStates: readonly SessionState[] = ['pending', 'annotating', 'parked']
