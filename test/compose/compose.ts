import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { dockerAnswers } from '@fieldwork/testkit'

const execute = promisify(execFile)
const repository = path.resolve(import.meta.dirname, '../..')

/** The ways compose is installed: the plugin of the docker command, and the older program of its own. */
const PROGRAMS = [['docker', 'compose'], ['docker-compose']] as const

type Program = readonly [command: string, ...first: string[]]

/** How compose is called here, or why it cannot be. */
export async function findCompose(): Promise<Program | string> {
  if (!(await dockerAnswers())) return 'no Docker engine answers'
  for (const program of PROGRAMS) {
    const [command, ...first] = program
    const works = await execute(command, [...first, 'version']).then(
      () => true,
      () => false,
    )
    if (works) return program
  }
  return 'neither `docker compose` nor `docker-compose` is installed'
}

export type Project = {
  readonly program: Program
  readonly name: string
  /** What the compose file reads; goes before a .env file. */
  readonly variables: Readonly<Record<string, string>>
}

/** Runs a compose command on docker-compose.yml alone, without overrides. Gives what it prints, throws what it complains of. */
export async function compose({ program, name, variables }: Project, ...args: string[]): Promise<string> {
  const [command, ...first] = program
  const file = path.join(repository, 'docker-compose.yml')
  const { stdout } = await execute(command, [...first, '--project-name', name, '--file', file, ...args], {
    cwd: repository,
    env: { ...process.env, ...variables },
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}

/** Builds the image and starts everything, with so many workers. Throws with the ends of the services' logs. */
export async function up(project: Project, workers: number): Promise<void> {
  try {
    await compose(project, 'up', '--detach', '--build', '--scale', `worker=${workers}`)
  } catch (error) {
    const logs = await compose(project, 'logs', '--no-color', '--tail=20').catch(() => 'there are no logs')
    throw new Error(logs, { cause: error })
  }
}

/** Removes everything of the project, its data too. */
export async function down(project: Project): Promise<void> {
  await compose(project, 'down', '--volumes', '--remove-orphans')
}
