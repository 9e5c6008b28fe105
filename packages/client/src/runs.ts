import {
  type ChooseRun,
  type NewRun,
  Run,
  RunChange,
  RunEstimate,
  type RunEstimateQuery,
  RunList,
  Spending,
} from '@fieldwork/contract'
import { Compile } from 'typebox/compile'
import { type Connection, requestJson, sendJson } from './connection.ts'

/** Runs, and what they cost. */
export type RunsClient = {
  runs(signal?: AbortSignal): Promise<RunList>
  run(id: number, signal?: AbortSignal): Promise<Run>
  /** Makes a run over history, or gives it what it lacks. */
  startRun(run: NewRun): Promise<RunChange>
  /** What a run over history would cost; nothing is begun. */
  estimateRun(query?: Partial<RunEstimateQuery>): Promise<RunEstimate>
  limitRun(id: number, limitUsd: number | null): Promise<Run>
  chooseRun(id: number, options?: ChooseRun): Promise<RunChange>
  stopRun(id: number, reason?: string): Promise<RunChange>
  resumeRun(id: number): Promise<RunChange>
  cancelRun(id: number): Promise<RunChange>
  spending(signal?: AbortSignal): Promise<Spending>
  limitMonth(monthlyLimitUsd: number | null): Promise<Spending>
}

const shapes = {
  change: Compile(RunChange),
  estimate: Compile(RunEstimate),
  run: Compile(Run),
  runs: Compile(RunList),
  spending: Compile(Spending),
}

export function runsClient(connection: Connection): RunsClient {
  const at = (id: number) => `/v1/runs/${id}`
  const act = (id: number, action: string, body: object = {}) =>
    sendJson(connection, `${at(id)}/${action}`, shapes.change, 'POST', body)
  return {
    runs: (signal) => requestJson(connection, '/v1/runs', shapes.runs, { signal }),
    run: (id, signal) => requestJson(connection, at(id), shapes.run, { signal }),
    startRun: (run) => sendJson(connection, '/v1/runs', shapes.change, 'POST', run),
    estimateRun: (query = {}) =>
      requestJson(connection, `/v1/runs/estimate${queryOf(query)}`, shapes.estimate),
    limitRun: (id, limitUsd) => sendJson(connection, at(id), shapes.run, 'PATCH', { limitUsd }),
    chooseRun: (id, options) => act(id, 'choose', options),
    stopRun: (id, reason) => act(id, 'stop', { reason }),
    resumeRun: (id) => act(id, 'resume'),
    cancelRun: (id) => act(id, 'cancel'),
    spending: (signal) => requestJson(connection, '/v1/spending', shapes.spending, { signal }),
    limitMonth: (monthlyLimitUsd) =>
      sendJson(connection, '/v1/spending', shapes.spending, 'PUT', { monthlyLimitUsd }),
  }
}

function queryOf(query: Partial<RunEstimateQuery>): string {
  const asked = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return asked.length === 0 ? '' : `?${asked.join('&')}`
}
