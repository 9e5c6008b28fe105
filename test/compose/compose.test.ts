import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type PushLine, pushSessions, waitForBatches } from '@fieldwork/cli'
import { createClient } from '@fieldwork/client'
import { generatePopulation } from '@fieldwork/population'
import { eventually, freePort } from '@fieldwork/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose, down, findCompose, type Project, up } from './compose.ts'

/** The first build installs all dependencies. */
const BUILD_LIMIT_MS = 900_000
const HEALTHY_LIMIT_MS = 120_000
const WORKERS = 4
/** Postgres, Redis, the API and the aggregator beside them; the migration has ended by then. */
const RUNNING = WORKERS + 4

const program = await findCompose()
if (typeof program === 'string') {
  test('docker-compose.yml comes up', ({ skip }) => skip(program))
} else {
  describe('docker-compose.yml', () => {
    const key = `fw_${randomUUID()}`
    let project: Project
    let url: string

    beforeAll(async () => {
      const port = await freePort()
      url = `http://127.0.0.1:${port}`
      project = {
        program,
        name: 'fieldwork-compose-test',
        variables: {
          FIELDWORK_IMAGE: 'fieldwork-compose-test',
          FIELDWORK_ADDRESS: '127.0.0.1',
          FIELDWORK_PORT: String(port),
          FIELDWORK_KEY: key,
          POSTGRES_PASSWORD: randomUUID(),
          ANNOTATOR: 'local',
          ANTHROPIC_API_KEY: '',
          // Where containers have no way out, the registry is reached through the host.
          BUILD_NETWORK: 'host',
        },
      }
      // What a run that was killed left behind.
      await down(project)
      await up(project, WORKERS)
    }, BUILD_LIMIT_MS)
    afterAll(() => down(project), BUILD_LIMIT_MS)

    test.each(['POSTGRES_PASSWORD', 'FIELDWORK_KEY'])('is refused without %s', async (name) => {
      const without = { ...project, variables: { ...project.variables, [name]: '' } }
      await expect(compose(without, 'config')).rejects.toThrow(new RegExp(`${name}.*docs/deployment\\.md`))
    })

    test('comes up with four workers, every service healthy and none of ours as root', async () => {
      await eventually('all services are healthy', allHealthy, HEALTHY_LIMIT_MS)
      const workers = Array.from({ length: WORKERS }, (_, index) => userOf('worker', index + 1))
      const users = await Promise.all([userOf('api', 1), userOf('aggregator', 1), ...workers])
      expect(new Set(users)).toEqual(new Set(['1000']))
    })

    test('leads a batch that is pushed over HTTP into the cohorts', async () => {
      const client = createClient({ url, key })
      const { batches, counts } = await pushSessions({ client, lines: sampleLines() })
      expect(counts.accepted).toBe(counts.posted)
      const [batch] = await waitForBatches({ client, batches })
      expect(batch).toMatchObject({ complete: true, materialised: true })
      expect(batch?.progress.annotated).toBe(counts.posted)
      const { cells } = await client.aggregates('overall')
      expect(cells.length).toBeGreaterThan(0)
    })

    test('ends each process by itself at a stop', async () => {
      await compose(project, 'stop')
      const states = await compose(project, 'ps', '--all')
      expect(states.match(/Exit(ed)? \(?0\)?/g)).toHaveLength(RUNNING + 1)
    })

    async function allHealthy(): Promise<boolean> {
      await sleep(1_000)
      return (await compose(project, 'ps')).match(/\(healthy\)/g)?.length === RUNNING
    }

    async function userOf(service: string, index: number): Promise<string> {
      return (await compose(project, 'exec', '-T', `--index=${index}`, service, 'id', '-u')).trim()
    }
  })
}

async function* sampleLines(): AsyncGenerator<PushLine> {
  const population = generatePopulation({ seed: 1, people: 12, intensity: 0.2 })
  for (const { person, sessionId, transcript } of population) {
    yield { line: { transcript, source: 'claude-code', person }, name: sessionId }
  }
}
