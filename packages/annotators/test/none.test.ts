import { expect, test } from 'vitest'
import { createNoneAnnotator, type SessionToAnnotate, unlimitedContext } from '../src/index.ts'
import { prompt, session } from './session.ts'

test('answers nothing, costs nothing, and never looks at a session', async () => {
  const { telemetry } = session([prompt('x')])
  const unread: SessionToAnnotate = {
    revisionId: 5,
    telemetry,
    get session(): never {
      throw new Error('the session was looked at')
    },
  }
  const annotations = await createNoneAnnotator().annotate([unread], unlimitedContext())
  expect(annotations).toMatchObject([
    { revisionId: 5, outcome: 'annotated', labels: [], provenance: { costUsd: 0, inputTokens: 0 } },
  ])
})
