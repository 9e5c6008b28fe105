import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { FieldworkError } from '@fieldwork/errors'
import type { Listening } from '@fieldwork/runtime'
import { repository, stateFolder } from './repository.ts'

export type ServiceName = 'api' | 'worker' | 'aggregator'

export type RunningService = {
  readonly name: string
  /** Where it answers. */
  readonly address: string
  readonly logFile: string
  /** Resolves when the process has ended, with what it ended by. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

const isListening = (message: unknown): message is Listening =>
  typeof message === 'object' && message !== null && 'listening' in message

/**
 * Starts a service as a process of its own and waits until it does its work. Its log goes to a file. It is in a process
 * group of its own, so that Ctrl-C reaches the launcher alone, and ends by itself when the launcher is gone. Throws
 * `internal` with the end of its log where it ends instead.
 */
export async function spawnService(
  name: ServiceName,
  environment: Readonly<Record<string, string>>,
): Promise<RunningService> {
  const folder = path.join(stateFolder, 'log')
  mkdirSync(folder, { recursive: true })
  const logFile = path.join(folder, `${name}.log`)
  const log = openSync(logFile, 'w')
  const child = spawn(process.execPath, [path.join(repository, `services/${name}/src/main.ts`)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
  })
  const ended = endOf(child)
  const address = await Promise.race([listening(child), ended.then((how) => failed(name, how, logFile))])
  return {
    name,
    address,
    logFile,
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function listening(child: ChildProcess): Promise<string> {
  for (;;) {
    const [message] = await once(child, 'message')
    if (isListening(message)) return message.listening
  }
}

async function endOf(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'exit')
  return signal === null ? `status ${code}` : `signal ${signal}`
}

function failed(name: string, how: string, logFile: string): never {
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
  throw new FieldworkError('internal', `the ${name} ended with ${how}; the end of ${logFile}:\n${tail}`)
}
