import { describe, expect, it } from 'vitest'
import { fieldwork } from './command-line.ts'
import { letter, startStandInWithRuns } from './stand-in-runs.ts'
import { KEY } from './stand-in-service.ts'

async function ask(...args: readonly string[]) {
  await using service = await startStandInWithRuns()
  const env = { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY }
  return { ...(await fieldwork(['dead-letters', ...args], { env })), asked: service.asked }
}

describe('dead-letters', () => {
  it('lists how much is dead and why, and each by its id', async () => {
    const { code, stdout, stderr } = await ask()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const told of ['annotate:12:8', 'attempts_exhausted', letter.diedAt]) expect(stdout).toContain(told)
    expect(JSON.parse((await ask('list', '--json')).stdout)).toMatchObject({ deadLetters: [letter] })
  })

  it('shows one with what it is about and what to do', async () => {
    const { stdout } = await ask('show', letter.id)
    expect(stdout).toContain('session 3, revision 1 (12), of codex; annotated again by run 8')
    expect(stdout).toContain('Redrive it.')
  })

  it('redrives one, or all that fit', async () => {
    const one = await ask('redrive', letter.id)
    expect(one).toMatchObject({ code: 0, stdout: '1 redriven.\n' })
    expect(one.asked).toEqual([{ what: 'POST /v1/dead-letters/annotate%3A12%3A8/redrive', body: {} }])
    const all = await ask('redrive', '--all', '--code', 'internal', '--run', '8', '--json')
    expect(JSON.parse(all.stdout)).toEqual({ redriven: 3 })
    expect(all.asked).toEqual([{ what: 'POST /v1/dead-letters/redrive', body: { code: 'internal', run: 8 } }])
  })

  it.each([
    [['redrive']],
    [['redrive', '--code', 'internal']],
    [['redrive', letter.id, '--all']],
    [['redrive', letter.id, '--queue', 'annotate']],
    [['show']],
    [['list', '--run', 'x']],
  ])('%j is not understood, and redrives nothing', async (args) => {
    expect(await ask(...args)).toMatchObject({ code: 2, asked: [] })
  })
})
