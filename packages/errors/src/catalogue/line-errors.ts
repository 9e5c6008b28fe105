import { define } from './entry.ts'

/** Of a line of a batch. */
export const lineErrors = define({
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
})
