import { setTimeout as sleep } from 'node:timers/promises'
import { getContainerRuntimeClient } from 'testcontainers'

/** An engine that takes a connection and then says nothing would hold up every test. */
const LIMIT_MS = 10_000

let answers: Promise<boolean> | undefined

/** Whether a Docker engine answers here, asked once per process. */
export function dockerAnswers(): Promise<boolean> {
  answers ??= ask()
  return answers
}

function ask(): Promise<boolean> {
  const asked = getContainerRuntimeClient().then(
    () => true,
    () => false,
  )
  return Promise.race([asked, sleep(LIMIT_MS, false, { ref: false })])
}

/** What a container gives where an engine answers, else the other; an engine that fails, for want of an image for example, is told. */
export async function inContainerOr<T, U>(
  container: () => Promise<T>,
  other: () => Promise<U>,
): Promise<T | U> {
  if (!(await dockerAnswers())) return other()
  try {
    return await container()
  } catch (error) {
    console.warn(`A Docker engine answers, but it runs no container. ${error}`)
    return other()
  }
}
