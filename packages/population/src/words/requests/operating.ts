import type { Requests } from '../requests.ts'

const change: Requests = {
  plain: [
    (m) => `Can you put the new version of ${m.thing} online?`,
    () => 'Please set everything up so that it runs by itself every night.',
    () => 'I get a message about an outdated version. Can you update what is needed?',
  ],
  directive: [
    () => 'Add a CI workflow that runs the linter and the tests on every push.',
    () => 'Write a Dockerfile and a compose file for this service, port 8080.',
    (m) => `Bump the dependencies, then tag a release and update ${m.document}.`,
    () => 'Clean up the branches: rebase feature/import onto main and resolve the conflicts.',
  ],
  insider: [
    (m) =>
      `Deploy with a canary of ten per cent; roll back on errors and not on latency, because ${m.reason}. The config is in deploy/values.yaml.`,
    () =>
      'Move the build cache to the lock file hash and split the pipeline: unit tests must not wait for the image.',
    (m) =>
      `The nightly job needs a lock so that two runs never overlap, otherwise it is no longer true that ${m.invariant}.`,
  ],
}

const look: Requests = {
  plain: [
    (m) =>
      `${m.thing.charAt(0).toUpperCase()}${m.thing.slice(1)} was slow last night. Can you look at the logs?`,
    () => 'What does it mean when the server says that the disk is almost full?',
  ],
  directive: [
    (m) => `Go through the logs of the last deploy and list every error that mentions \`${m.part}\`.`,
    () => 'Check which environment variables staging has that production lacks. Change nothing.',
  ],
  insider: [
    (m) =>
      `The p99 doubled at the last release. Correlate the deploy log with restarts; I think of ${m.edge}.`,
    () => 'Triage last night’s alerts: which are flapping thresholds and which are real? Read-only, please.',
  ],
}

const machine: Requests = {
  plain: [
    () => 'I need Python on this computer but the installation fails. Can you do it for me?',
    () => 'My disk is full, can you find out what takes so much space and clean up?',
    () => 'How do I get the printer server running again after the update?',
  ],
  directive: [
    () => 'Install Postgres 16 with brew, create a user `app` and start it at login.',
    () => 'Set up nginx as a reverse proxy for port 3000 with a certificate from certbot.',
    () => 'Configure a systemd timer that backs up the home folder to the NAS at two in the morning.',
  ],
  insider: [
    () =>
      'Move sshd to certificates signed by our CA, keep the old host keys for a week, and make sure that no session is cut off when it reloads.',
    () =>
      'The RAID rebuild starves the database. Lower the sync speed rather than stopping it, because a second failed disk would take the array.',
  ],
}

const newRepository: Requests = {
  plain: [
    () => 'I want to put my project on the internet. Can you set up a repository and whatever else it needs?',
  ],
  directive: [
    (m) =>
      `Create a repository skeleton for ${m.domain.project}: CI, Dockerfile, pre-commit hooks, Makefile.`,
  ],
  insider: [
    (m) =>
      `Bootstrap the infrastructure repository: Terraform state per environment, least privilege for the CI role, no secrets in variables, because ${m.reason}.`,
  ],
}

/** Requests for what stands around code. */
export const operatingRequests = { change, look, machine, newRepository }
