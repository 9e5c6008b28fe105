import { FieldworkError, isFieldworkError } from '@fieldwork/errors'

/**
 * The value of `work`, or FieldworkError('queue_unavailable') when it fails or takes longer than `limitMs`. What a
 * driver still does after the limit is left to end by itself.
 */
export async function withinLimit<T>(work: () => Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new FieldworkError('queue_unavailable', `${what} took longer than ${limitMs} ms`))
    }, limitMs)
  })
  try {
    return await Promise.race([work(), limit])
  } catch (error) {
    if (isFieldworkError(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new FieldworkError('queue_unavailable', `${what} failed: ${reason}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
