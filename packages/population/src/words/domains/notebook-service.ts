import type { Domain } from '../domain.ts'

export const notebookService: Domain = {
  occupation: '15-0000',
  project: 'inkwell-api',
  language: 'go',
  files: [
    'internal/sync/merge.go',
    'internal/store/notes.go',
    'internal/http/handlers.go',
    'cmd/inkwell/main.go',
  ],
  data: ['testdata/conflicts.json', 'testdata/sync-traces.csv'],
  documents: ['docs/sync-protocol.md', 'docs/operations.md', 'README.md'],
  parts: ['MergeRevisions', 'ListNotes', 'ApplyPatch', 'CompactLog'],
  entities: ['note', 'revision', 'cursor', 'device', 'patch', 'tombstone'],
  things: ['the sync', 'the search over notes', 'the sharing dialog', 'the export'],
  terms: ['sync protocol', 'conflict', 'index', 'cache'],
  features: [
    'share a note with a link that expires',
    'search inside attachments',
    'keep working offline and merge afterwards',
    'export all notes of an account',
  ],
  faults: [
    'edits from the phone disappear after a merge',
    'the search answers with notes that were deleted',
    'the server answers 500 when two devices sync at once',
    'the export stops in the middle for big accounts',
  ],
  invariants: [
    'merging is commutative: both devices end on the same revision',
    'a tombstone is never resurrected by an older patch',
    'the cursor only moves forward',
    'no handler holds the write lock across a network call',
  ],
  edgeCases: [
    'a device that was offline for longer than the log is kept',
    'two patches with the same clock from two devices',
    'a note that is deleted while it is being shared',
    'an empty patch at the end of the log',
  ],
  reasons: [
    'the log is compacted at night and cursors before that are gone',
    'wall clocks of phones cannot be trusted for the order',
    'a rollback must be possible for one release',
    'a second index would double the write path',
  ],
  questions: [
    'how often merges conflict, by client version',
    'how the latency of the sync grows with the number of notes',
    'which devices fall behind the compaction most',
    'how large the accounts are whose export fails',
  ],
  texts: [
    'a description of the sync protocol for the mobile developers',
    'the operations page about the nightly compaction',
    'a post for the engineering blog about merging offline edits',
    'a readme for new contributors',
  ],
  instructions: [
    'Backend service of the notes app, owned by the sync team; customers use it in production.',
    'Open a pull request against main, link the ticket, and wait for CI and a reviewer.',
    'Every migration must be backwards compatible for one release.',
  ],
}
