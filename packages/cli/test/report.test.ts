import { describe, expect, it } from 'vitest'
import { fieldwork } from './command-line.ts'
import { KEY, startStandIn } from './stand-in-service.ts'

const provenance = 'Annotated by local 3, codebook 2 (run 7).'

describe('report', () => {
  it('sets the figures of the service beside the published ones, and says where they come from', async () => {
    await using service = await startStandIn()
    const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
    const { code, stdout, stderr } = await fieldwork(['report'], { env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/65(\.4)? ?%|0\.65/)
    expect(stdout).toContain(provenance)
    expect(stdout).toContain('2026-01-02T03:04:05.000Z; sessions have changed since')
  })

  it('is data with --json', async () => {
    await using service = await startStandIn()
    const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
    const { stdout } = await fieldwork(['report', '--json'], { env })
    expect(JSON.parse(stdout)).toMatchObject({
      run: { annotator: 'local' },
      stale: true,
      rows: expect.any(Array),
    })
  })

  it('is not needed to see who annotates', async () => {
    await using service = await startStandIn()
    const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
    expect((await fieldwork(['status'], { env })).stdout).toContain(provenance)
  })
})
