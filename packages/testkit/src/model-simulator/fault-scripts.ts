import { type Fault, type FaultScript, faultOf } from './faults.ts'

/** The same fault for `count` requests to POST /v1/messages in a row, from number `from` on: a storm. */
export const inARow =
  (fault: Fault, { from, count }: { readonly from: number; readonly count: number }): FaultScript =>
  (number, { endpoint }) =>
    endpoint === 'messages' && number >= from && number < from + count ? fault : null

/** The same fault for every request to POST /v1/messages in a stretch of time, in milliseconds since the epoch. */
export const during =
  (fault: Fault, { from, to }: { readonly from: number; readonly to: number }): FaultScript =>
  (_number, { endpoint, at }) =>
    endpoint === 'messages' && at >= from && at < to ? fault : null

/** The fault of the first script that has one. */
export const anyOf =
  (...scripts: readonly FaultScript[]): FaultScript =>
  (number, request) => {
    for (const script of scripts) {
      const fault = faultOf(script, number, request)
      if (fault !== null) return fault
    }
    return null
  }
