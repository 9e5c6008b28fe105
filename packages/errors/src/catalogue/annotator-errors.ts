import { define } from './entry.ts'

/** Of annotators and their runs. */
export const annotatorErrors = define({
  annotator_unauthorised: {
    status: 502,
    fate: 'parks',
    title: 'The model refuses the key',
    cause: 'The Messages API answered 401 or 403.',
    remedy: 'Set a valid ANTHROPIC_API_KEY with access to the model, then `fieldwork runs resume`.',
  },
  annotator_model_unknown: {
    status: 502,
    fate: 'parks',
    title: 'The model is not known',
    cause: 'The Messages API answered 404: there is no such model, or the key has no access to it.',
    remedy: 'Make a run with another model, or get access and `fieldwork runs resume`.',
  },
  annotator_missing: {
    status: 502,
    fate: 'parks',
    title: 'The worker cannot annotate this run',
    cause:
      'The run asks for an annotator that the worker has no key for, or for a version of the codebook or the annotator that this release no longer has; the detail says which.',
    remedy: 'Set ANTHROPIC_API_KEY for all workers and `fieldwork runs resume`, or make a new run.',
  },
  spend_limit_reached: {
    status: 402,
    fate: 'parks',
    title: 'The spending limit is reached',
    cause:
      'The next call could cost more than is left of the limit of the run or of the month; the detail says which.',
    remedy:
      'Raise the limit (`fieldwork runs limit`, `fieldwork spending --monthly-limit`) and `fieldwork runs resume`.',
  },
  run_stopped: {
    status: 409,
    fate: 'parks',
    title: 'The run is stopped',
    cause: 'Somebody stopped the run, or an error that concerns all of it did; the detail says which.',
    remedy: 'Mend the cause, then `fieldwork runs resume`.',
  },
  annotator_request_refused: {
    status: 502,
    fate: 'permanent',
    title: 'The model refuses the request',
    cause: 'The Messages API answered 400 or 413, or another status that no second attempt changes.',
    remedy: 'See the detail. When the cause is mended, `fieldwork dead-letters redrive`.',
  },
  annotator_rate_limited: {
    status: 503,
    fate: 'transient',
    title: 'The model limits the rate',
    cause: 'The Messages API answered 429.',
    remedy: 'None: all calls wait for the time it asked for, and no attempt is used up.',
  },
  annotator_unavailable: {
    status: 503,
    fate: 'transient',
    title: 'The model does not answer',
    cause: 'The Messages API answered 5xx, timed out, or broke the connection.',
    remedy: 'None: the session is tried again with a growing delay.',
  },
  answer_refused: {
    status: 502,
    fate: 'permanent',
    title: 'The model declined to answer',
    cause: 'The answer ended with stop_reason `refusal`.',
    remedy: 'None: the session counts as unscorable with this reason.',
  },
  answer_truncated: {
    status: 502,
    fate: 'permanent',
    title: 'The answer was cut off',
    cause: 'The answer ended with stop_reason `max_tokens`.',
    remedy: 'Raise ANTHROPIC_MAX_TOKENS for the sessions to come; this one counts as unscorable.',
  },
  answer_invalid: {
    status: 502,
    fate: 'permanent',
    title: 'The answer does not fit the codebook',
    cause: 'The answer is no JSON, misses the schema, or names an option that does not exist.',
    remedy: 'None: the session counts as unscorable with this reason.',
  },
})
