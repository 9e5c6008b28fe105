import { define } from './entry.ts'

/** Of the command line. */
export const commandErrors = define({
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
