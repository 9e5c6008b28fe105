import { define } from './entry.ts'

/** Of stores and queues. */
export const storeErrors = define({
  store_unavailable: {
    status: 503,
    fate: 'transient',
    title: 'Postgres does not answer',
    cause: 'The connection to Postgres failed or was lost.',
    remedy: 'Check DATABASE_URL and that the server is up; what was committed is kept.',
  },
  queue_unavailable: {
    status: 503,
    fate: 'transient',
    title: 'The queue does not answer',
    cause: 'The connection to the queue failed or timed out.',
    remedy: 'Check QUEUE_URL; rows already committed are enqueued by the sweep.',
  },
  job_invalid: {
    status: 500,
    fate: 'permanent',
    title: 'The job payload does not fit its schema',
    cause: 'A job was put on the queue by something other than this version of Fieldwork.',
    remedy: 'Upgrade all services together; the sweep enqueues the rows again.',
  },
  attempts_exhausted: {
    status: 500,
    fate: 'permanent',
    title: 'The attempts are used up',
    cause: 'Every attempt of the retry policy ended in an error; the detail names the last.',
    remedy: 'Mend the cause named, then `fieldwork dead-letters redrive`.',
  },
  transcript_expired: {
    status: 410,
    fate: 'permanent',
    title: 'The transcript is gone',
    cause: 'Its retention ended before the session was annotated.',
    remedy: 'Add workers, or raise TRANSCRIPT_RETENTION_DAYS, so that sessions are annotated in time.',
  },
})
