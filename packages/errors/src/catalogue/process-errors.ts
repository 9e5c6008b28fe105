import { define } from './entry.ts'

/** Of a process. */
export const processErrors = define({
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
})
