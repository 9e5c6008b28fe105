import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aggregateJobId, annotateJobId, backendOf } from '../src/index.ts'
import { parsePayload } from '../src/jobs.ts'

const chunkId = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)
const id = fc.nat({ max: Number.MAX_SAFE_INTEGER })

describe('job ids', () => {
  it('are taken by BullMQ: no integer, no colon', () => {
    fc.assert(
      fc.property(chunkId, id, id, (chunk, projectId, runId) => {
        for (const jobId of [annotateJobId({ chunkId: chunk }), aggregateJobId({ projectId, runId })]) {
          expect(jobId).not.toMatch(/^\d+$|:/)
        }
      }),
    )
  })

  it('differ when the payloads differ', () => {
    fc.assert(
      fc.property(fc.tuple(id, id), fc.tuple(id, id), ([a, b], [c, d]) => {
        const same = a === c && b === d
        const equal =
          aggregateJobId({ projectId: a, runId: b }) === aggregateJobId({ projectId: c, runId: d })
        expect(equal).toBe(same)
      }),
    )
  })
})

describe('a payload', () => {
  it('comes back as it was put in', () => {
    fc.assert(
      fc.property(chunkId, id, id, (chunk, projectId, runId) => {
        expect(parsePayload('annotate', { chunkId: chunk })).toEqual({ chunkId: chunk })
        expect(parsePayload('aggregate', { projectId, runId })).toEqual({ projectId, runId })
      }),
    )
  })

  it('that does not fit is refused with the member that is wrong', () => {
    const refused = (detail: RegExp) =>
      expect.objectContaining({ code: 'job_invalid', detail: expect.stringMatching(detail) })
    expect(() => parsePayload('aggregate', { projectId: 'a', runId: 1 })).toThrow(refused(/projectId/))
    for (const wrong of [
      null,
      'x',
      [],
      {},
      { chunkId: '' },
      { chunkId: 'a:b' },
      { chunkId: 'a', text: 'content' },
    ]) {
      expect(() => parsePayload('annotate', wrong)).toThrow(refused(/^annotate: /))
    }
  })
})

describe('a queue URL', () => {
  it('names its backend by its scheme, and is not quoted when it names none', () => {
    expect(['redis://h', 'rediss://h', 'postgres://h/d', 'postgresql://h/d'].map(backendOf)).toEqual([
      'redis',
      'redis',
      'postgres',
      'postgres',
    ])
    expect(() => backendOf('mysql://user:hunter2@h')).toThrow(
      expect.objectContaining({
        code: 'configuration_invalid',
        message: expect.not.stringContaining('hunter2'),
      }),
    )
  })
})
