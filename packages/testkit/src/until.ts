import { setTimeout as sleep } from 'node:timers/promises'

/** Tries until it works; throws the last error after `limitMs`. */
export async function until<T>(attempt: () => Promise<T>, limitMs = 10_000): Promise<T> {
  const deadline = performance.now() + limitMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await sleep(50)
    }
  }
}

/** Waits until a condition holds; throws what was waited for after `limitMs`. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 10_000,
): Promise<void> {
  await until(async () => {
    if (!(await holds())) throw new Error(`did not come to pass: ${what}`)
  }, limitMs)
}
