/**
 * What becomes of work that met the error: `transient` is retried by the queue's policy, `permanent` is
 * dead-lettered with its reason, `parks` stops the whole run until somebody resumes it, `request` is answered to whoever
 * asked and changes nothing.
 */
export type Fate = 'transient' | 'permanent' | 'parks' | 'request'

export type CatalogueEntry = {
  /** HTTP status where the error is answered over HTTP or is a line's reason. */
  readonly status: number
  readonly fate: Fate
  /** What happened, in a few words. */
  readonly title: string
  /** Why it happens. */
  readonly cause: string
  /** What to do about it. */
  readonly remedy: string
}

const define = <T extends Record<string, CatalogueEntry>>(entries: T): T => entries

/** Every error Fieldwork answers, records or logs. docs/errors.md is generated from it. */
export const catalogue = define({
  // ── a line of a batch ──────────────────────────────────────────────────────────────────────────────────────
  line_not_json: {
    status: 422,
    fate: 'request',
    title: 'The line is not valid JSON',
    cause: 'A line of the batch could not be parsed, for example because it was cut off.',
    remedy: 'Write one complete JSON object per line and post the line again.',
  },
  line_not_utf8: {
    status: 422,
    fate: 'request',
    title: 'The line is not valid UTF-8',
    cause: 'The line holds bytes that are no UTF-8.',
    remedy: 'Encode the transcript as UTF-8 and post the line again.',
  },
  line_too_long: {
    status: 413,
    fate: 'request',
    title: 'The line is longer than the service takes',
    cause: 'One line exceeds MAX_LINE_BYTES.',
    remedy:
      'Let `fieldwork push` read the transcript, which sends its canonical session, or raise MAX_LINE_BYTES.',
  },
  line_invalid: {
    status: 422,
    fate: 'request',
    title: 'The line does not fit the schema',
    cause: 'A member is missing, has the wrong type, or is out of bounds.',
    remedy: 'Compare the line with the schema in the OpenAPI document; the detail names the member.',
  },
  line_unstorable: {
    status: 422,
    fate: 'request',
    title: 'The line holds text that cannot be stored',
    cause: 'A text of the canonical session holds a NUL character or an unpaired surrogate.',
    remedy: 'Replace the character (U+FFFD is usual), or post the raw transcript, whose reader does it.',
  },
  source_unknown: {
    status: 422,
    fate: 'request',
    title: 'The source is not known',
    cause: 'The line names a source, or holds a transcript, that no reader recognises.',
    remedy: 'Name one of the sources in docs/sources.md, or post a canonical session.',
  },
  transcript_unreadable: {
    status: 422,
    fate: 'request',
    title: 'The transcript cannot be read',
    cause: 'The transcript is empty, or holds no line its format allows.',
    remedy: 'Check that the file is whole and of the format named.',
  },
  session_empty: {
    status: 422,
    fate: 'request',
    title: 'The session holds nothing to measure',
    cause: 'No event of the session is a prompt, an answer or a tool call.',
    remedy: 'Leave the session out; an empty transcript is no session.',
  },
  // ── a request ──────────────────────────────────────────────────────────────────────────────────────────────
  request_invalid: {
    status: 400,
    fate: 'request',
    title: 'The request does not fit the schema',
    cause: 'A parameter, header or body member is missing or wrong; the detail names it.',
    remedy: 'Compare the request with the OpenAPI document at /docs.',
  },
  body_undecodable: {
    status: 400,
    fate: 'request',
    title: 'The body cannot be decompressed',
    cause: 'The bytes do not match the Content-Encoding, or the stream ended early.',
    remedy: 'Send the body again, compressed as its Content-Encoding says.',
  },
  body_stalled: {
    status: 408,
    fate: 'request',
    title: 'The body stopped coming',
    cause: 'Nothing of the body arrived for IDLE_SECONDS, though the service was ready for it.',
    remedy:
      'Repeat the upload with the same Idempotency-Key: it goes on after the last line that was committed.',
  },
  body_too_large: {
    status: 413,
    fate: 'request',
    title: 'The body is larger than the service takes',
    cause: 'The decompressed body exceeds MAX_BODY_BYTES, or it expands suspiciously (MAX_EXPANSION).',
    remedy: 'Split the batch, or raise the limit in the configuration of the API.',
  },
  encoding_unsupported: {
    status: 415,
    fate: 'request',
    title: 'The content encoding is not supported',
    cause: 'Content-Encoding is none of identity, gzip and zstd.',
    remedy: 'Compress the body with gzip or zstd, or send it as it is.',
  },
  media_type_unsupported: {
    status: 415,
    fate: 'request',
    title: 'The media type is not supported',
    cause: 'Content-Type is neither application/x-ndjson nor application/json.',
    remedy: 'Send application/x-ndjson with one session per line.',
  },
  key_missing: {
    status: 401,
    fate: 'request',
    title: 'No API key was sent',
    cause: 'The request has no `Authorization: Bearer` header.',
    remedy: 'Send `Authorization: Bearer <key>`; the demo prints a key.',
  },
  key_invalid: {
    status: 401,
    fate: 'request',
    title: 'The API key is not valid',
    cause: 'The key is unknown or was revoked.',
    remedy: 'Check the key, or ask an administrator for a new one.',
  },
  scope_missing: {
    status: 403,
    fate: 'request',
    title: 'The API key lacks the scope',
    cause: 'The key is valid but may not do this; the detail names the scope.',
    remedy: 'Use a key with the scope named.',
  },
  batch_unknown: {
    status: 404,
    fate: 'request',
    title: 'There is no such batch',
    cause: 'No batch of this project has that id.',
    remedy: 'Use the id from the answer to POST /v1/batches.',
  },
  cohort_unknown: {
    status: 404,
    fate: 'request',
    title: 'There is no such cohort',
    cause: 'No cohort has that id; the detail lists those there are.',
    remedy: 'List the cohorts with GET /v1/cohorts.',
  },
  key_unknown: {
    status: 404,
    fate: 'request',
    title: 'There is no such API key',
    cause: 'No valid key of this project has that name.',
    remedy: 'Check the name the key was made with.',
  },
  run_unknown: {
    status: 404,
    fate: 'request',
    title: 'There is no such run',
    cause: 'No run of this project has that id.',
    remedy: 'List the runs with GET /v1/runs.',
  },
  run_unfinished: {
    status: 409,
    fate: 'request',
    title: 'The run is not finished',
    cause: 'Sessions of it are still pending, annotating or parked, so that cohorts would lack them.',
    remedy: 'Wait until it is finished, or choose it all the same with `force`.',
  },
  dead_letter_unknown: {
    status: 404,
    fate: 'request',
    title: 'There is no such dead letter',
    cause: 'Nothing of this project that is dead has that id; it may have been redriven.',
    remedy: 'List the dead letters with GET /v1/dead-letters.',
  },
  run_missing: {
    status: 404,
    fate: 'request',
    title: 'Nothing was annotated yet',
    cause: 'The project has no current run: no worker has started for it.',
    remedy: 'Start a worker and post sessions.',
  },
  compared_too_few: {
    status: 422,
    fate: 'request',
    title: 'Too few sessions can be compared',
    cause:
      'Fewer sessions, or sessions of fewer people, have labels on both sides than a figure that is shown needs.',
    remedy:
      'Compare more sessions; the detail says how many labels found none. `--sessions` finds ids from the files.',
  },
  route_unknown: {
    status: 404,
    fate: 'request',
    title: 'There is no such path',
    cause: 'No route answers this method and path.',
    remedy: 'See the paths in the OpenAPI document at /docs.',
  },
  idempotency_key_reused: {
    status: 422,
    fate: 'request',
    title: 'The idempotency key was used for another body',
    cause: 'A batch with this Idempotency-Key exists and its body differs from this one.',
    remedy: 'Use a new Idempotency-Key for a new body.',
  },
  idempotency_key_in_use: {
    status: 409,
    fate: 'request',
    title: 'An upload with this idempotency key is under way',
    cause: 'Another connection is sending the batch with this Idempotency-Key at this moment.',
    remedy: 'Wait for the other upload to end, then repeat yours to get its answer.',
  },
  overloaded: {
    status: 503,
    fate: 'transient',
    title: 'The service is at its limit',
    cause: 'As many uploads as the service takes at once are under way.',
    remedy: 'Repeat the request after the time in Retry-After.',
  },
  service_stopping: {
    status: 503,
    fate: 'transient',
    title: 'The service is being stopped',
    cause: 'The process was told to stop while the body was arriving, as when a new version replaces it.',
    remedy:
      'Repeat the upload with the same Idempotency-Key: it goes on after the last line that was committed.',
  },
  internal: {
    status: 500,
    fate: 'transient',
    title: 'Something went wrong inside the service',
    cause: 'An error nobody foresaw; the log has it under the request id.',
    remedy: 'Repeat the request with the same Idempotency-Key; report it when it persists.',
  },
  // ── stores and queues ──────────────────────────────────────────────────────────────────────────────────────
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
  // ── annotators ─────────────────────────────────────────────────────────────────────────────────────────────
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
  // ── a process ──────────────────────────────────────────────────────────────────────────────────────────────
  configuration_invalid: {
    status: 500,
    fate: 'permanent',
    title: 'The configuration is not valid',
    cause: 'An environment variable is missing or wrong; the detail names it.',
    remedy: 'Compare the environment with docs/configuration.md.',
  },
  unhealthy: {
    status: 503,
    fate: 'transient',
    title: 'The process is not healthy',
    cause:
      'A check failed, or work waits and none was taken or finished for too long; the detail says which.',
    remedy: 'Mend what the detail names; an orchestrator restarts a process whose liveness check fails.',
  },
  already_running: {
    status: 500,
    fate: 'permanent',
    title: 'Fieldwork already runs from this folder',
    cause: 'Another process holds the embedded database of this folder.',
    remedy: 'Use the address it printed, or stop it first (Ctrl-C where it runs).',
  },
  embedded_postgres_failed: {
    status: 500,
    fate: 'permanent',
    title: 'The embedded Postgres did not start',
    cause: 'The server ended or did not answer in time; the detail has the end of its log.',
    remedy: 'Read the log named, or set DATABASE_URL to a Postgres of your own.',
  },
  // ── the command line ───────────────────────────────────────────────────────────────────────────────────────
  usage: {
    status: 400,
    fate: 'request',
    title: 'The command was not understood',
    cause: 'An argument or option is missing or wrong; the detail names it.',
    remedy: 'See `fieldwork --help`.',
  },
  service_unreachable: {
    status: 503,
    fate: 'transient',
    title: 'The service does not answer',
    cause: 'Nothing answers at FIELDWORK_URL.',
    remedy: 'Start the service (`npm start`) or set FIELDWORK_URL and FIELDWORK_KEY.',
  },
  service_answer_invalid: {
    status: 502,
    fate: 'permanent',
    title: 'The service answered something unexpected',
    cause: 'What answers at FIELDWORK_URL is not Fieldwork, or is another version of it.',
    remedy: 'Check FIELDWORK_URL, and use the command line of the same version as the service.',
  },
})

export type ErrorCode = keyof typeof catalogue
