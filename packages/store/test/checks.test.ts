import type { PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { generateKey, registerKey } from '../src/index.ts'
import { annotate } from './answers.ts'
import { post, rejectedLine, sessionLine } from './lines.ts'
import { openStore, type Store } from './store.ts'

let store: Store
let client: PoolClient
beforeAll(async () => {
  store = await openStore()
  const { chunks } = await post(store, [sessionLine(1, { externalId: 's' }), rejectedLine(2)])
  await annotate(store, chunks[0] ?? '')
  await registerKey(store.database, store.project.id, { key: generateKey(), name: 'key', scopes: ['read'] })
})
afterAll(() => store.close())
beforeEach(async () => {
  client = await store.database.pool.connect()
  await client.query('begin')
})
afterEach(async () => {
  await client.query('rollback')
  client.release()
})

const claimed = `claim = gen_random_uuid(), claim_expires_at = now()`
const refused: readonly (readonly [string, string, string])[] = [
  ['a batch whose counts do not add up', 'update batches set posted = posted + 1', 'batches_counts_add_up'],
  ['a batch in a state there is not', `update batches set state = 'done'`, 'batches_state'],
  [
    'a line that ended otherwise than a line can',
    `update batch_lines set outcome = 'lost'`,
    'batch_lines_outcome',
  ],
  [
    'a second line of the same number',
    `insert into batch_lines (batch_id, line, outcome) select batch_id, line, outcome from batch_lines`,
    'batch_lines_batch_id_line_pk',
  ],
  [
    'a revision in a state there is not',
    `update session_revisions set state = 'lost'`,
    'session_revisions_state',
  ],
  [
    'an excluded revision without a reason',
    `update session_revisions set state = 'excluded'`,
    'session_revisions_reason',
  ],
  [
    'an annotated revision with a reason',
    `update session_revisions set reason = 'headless'`,
    'session_revisions_reason',
  ],
  [
    'a revision being annotated under no claim',
    `update session_revisions set state = 'annotating', chunk_id = 1`,
    'session_revisions_claim',
  ],
  [
    'a claim on what is not being annotated',
    `update session_revisions set ${claimed}`,
    'session_revisions_claim',
  ],
  [
    'a claim that never ends',
    `update session_revisions set state = 'annotating', chunk_id = 1, claim = gen_random_uuid()`,
    'session_revisions_claim',
  ],
  [
    'a revision that is finished and waits in a chunk',
    `update session_revisions set chunk_id = 1`,
    'session_revisions_chunk',
  ],
  [
    'a revision that waits in no chunk',
    `update session_revisions set state = 'pending', chunk_id = null`,
    'session_revisions_chunk',
  ],
  [
    'a revision twice',
    `insert into session_revisions (session_id, revision, content_hash, chunk_id) select session_id, revision, content_hash, 1 from session_revisions`,
    'session_revisions_session_id_revision_unique',
  ],
  [
    'a session twice',
    `insert into sessions (project_id, source, external_id, person) select project_id, source, external_id, person from sessions`,
    'sessions_project_id_source_external_id_unique',
  ],
  [
    'a second annotation of a revision in a run',
    `insert into annotations (run_id, revision_id, model, settings, prompt_hash, transcript_cut, input_tokens, output_tokens, cache_read_tokens, cache_creation_tokens, cost_usd) select run_id, revision_id, model, settings, prompt_hash, transcript_cut, 0, 0, 0, 0, 0 from annotations`,
    'annotations_revision_id_run_id_unique',
  ],
  [
    'a second label of a classifier',
    `insert into labels select * from labels`,
    'labels_annotation_id_classifier_pk',
  ],
  [
    'a second fact of a session in a run',
    `insert into facts select * from facts`,
    'facts_session_id_run_id_pk',
  ],
  ['a month that is a day', `update facts set month = '2026-04-02'`, 'facts_month_first'],
  ['a key that is no hash', `update api_keys set hash = 'fw_secret'`, 'api_keys_hash'],
]

describe('the database refuses', () => {
  it.each(refused)('%s', async (_what, statement, constraint) => {
    await expect(client.query(statement)).rejects.toMatchObject({ constraint })
  })
})
