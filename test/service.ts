import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Listening } from '@fieldwork/runtime'

export type ServiceName = 'api' | 'worker' | 'aggregator'

/** A service in a process of its own. */
export type Service = AsyncDisposable & {
  readonly name: ServiceName
  /** Where it answers. */
  readonly address: string
  isRunning(): boolean
  /** The end of what it has logged. */
  log(): string
  /** Stops the process where it is. */
  freeze(): void
  /** Lets a frozen process go on. */
  thaw(): void
  /** Sends the signal and waits for the end of the process. Gives its exit status, null where a signal ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

const LOG_CHARACTERS = 2_000_000

const isListening = (message: unknown): message is Listening =>
  typeof message === 'object' && message !== null && 'listening' in message

/** Starts a service with that environment alone, and waits until it does its work. Throws with its log where it ends. */
export async function startService(
  name: ServiceName,
  environment: Readonly<Record<string, string>>,
): Promise<Service> {
  const main = path.join(import.meta.dirname, `../services/${name}/src/main.ts`)
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      // Many processes of the same code are started.
      NODE_COMPILE_CACHE: path.join(tmpdir(), 'fieldwork-test-code'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let logged = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      logged = (logged + text).slice(-LOG_CHARACTERS)
    })
  }
  const exit = once(child, 'exit')
  const listening = async (): Promise<string> => {
    for (;;) {
      const [message] = await once(child, 'message')
      if (isListening(message)) return message.listening
    }
  }
  const failed = async (): Promise<never> => {
    await exit
    throw new Error(`the ${name} did not start:\n${logged}`)
  }
  const end: Service['end'] = async (signal) => {
    child.kill(signal)
    child.kill('SIGCONT') // a frozen process would not see it
    await exit
    return child.exitCode
  }
  const address = await Promise.race([listening(), failed()])
  return {
    name,
    address,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    log: () => logged,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    end,
    [Symbol.asyncDispose]: async () => {
      await end('SIGTERM')
    },
  }
}
