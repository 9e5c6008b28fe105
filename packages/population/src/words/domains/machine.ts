import type { Domain } from '../domain.ts'

/** A computer and what runs on it, where no project is the matter. */
export const machine: Domain = {
  occupation: 'unclear',
  project: 'desk',
  language: 'python',
  files: ['scripts/backup.py', 'scripts/cleanup.py', 'scripts/check_disk.py'],
  data: ['logs/backup.csv', 'logs/disk.csv'],
  documents: ['notes/setup.md', 'notes/backups.md'],
  parts: ['backup.service', 'nginx.conf', 'sshd_config', 'fstab'],
  entities: ['host', 'mount', 'service', 'timer', 'port', 'key'],
  things: ['the backup', 'the web server', 'the printer', 'the update'],
  terms: ['certificate', 'port', 'service', 'environment variable'],
  features: [
    'start the service at login',
    'keep seven days of backups',
    'renew the certificate by itself',
    'mount the drive without a password',
  ],
  faults: [
    'the backup stops after a minute',
    'the page shows a certificate warning',
    'the service is gone after a restart',
    'the disk fills up again overnight',
  ],
  invariants: [
    'no port is open to the outside but 443',
    'every backup can be restored on another machine',
    'the old kernel stays bootable',
    'the key never leaves the agent',
  ],
  edgeCases: [
    'a laptop that sleeps at the hour of the timer',
    'a snapshot that is taken while the database writes',
    'a host key that changed after a reinstall',
    'a mount that comes up after the service',
  ],
  reasons: [
    'the firewall drops what is not listed',
    'systemd starts units in parallel unless told otherwise',
    'the package pins an older library',
    'a second failure during the rebuild would lose the array',
  ],
  questions: [
    'which folder grows fastest',
    'how long the backups take',
    'which service restarts most often',
    'how much memory is left at night',
  ],
  texts: [
    'a note on how this machine is set up',
    'a checklist for the next reinstall',
    'the restore procedure',
    'a list of what runs here',
  ],
  instructions: [
    'Ask before anything is deleted.',
    'Use sudo only where it is needed.',
    'Keep notes of changes.',
  ],
}
