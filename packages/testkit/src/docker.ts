import { getContainerRuntimeClient } from 'testcontainers'

let answers: Promise<boolean> | undefined

/** Whether a Docker engine answers here, asked once per process. */
export function dockerAnswers(): Promise<boolean> {
  answers ??= getContainerRuntimeClient().then(
    () => true,
    () => false,
  )
  return answers
}
