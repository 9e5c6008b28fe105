import { FieldworkError } from '@fieldwork/errors'

/** The uploads that are being received: only so many at once, and none beyond the end of the service. */
export type UploadsUnderWay = {
  /** Does the work of one upload. Throws `overloaded` or `service_stopping` instead, and whatever the work throws. */
  receive<T>(work: (stopping: AbortSignal) => Promise<T>): Promise<T>
  /** Tells those under way to stop, and waits until what they had received is committed. */
  stop(): Promise<void>
}

export function createUploadsUnderWay(atMost: number): UploadsUnderWay {
  const stopping = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  return {
    async receive(work) {
      if (stopping.signal.aborted) throw serviceStopping()
      if (underWay.size >= atMost)
        throw new FieldworkError('overloaded', `${underWay.size} uploads are under way`)
      const upload = work(stopping.signal)
      underWay.add(upload)
      try {
        return await upload
      } finally {
        underWay.delete(upload)
      }
    },
    async stop() {
      stopping.abort(serviceStopping())
      await Promise.allSettled(underWay)
    },
  }
}

const serviceStopping = () => new FieldworkError('service_stopping', 'what was received is committed')
