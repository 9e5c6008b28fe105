import type { Registry } from 'prom-client'
import { createHealth } from './health.ts'
import { type HealthServer, startHealthServer } from './health-server.ts'
import { createLiveness } from './liveness.ts'

export type ConsumerHealthOptions = {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly metrics: Registry
  /** Jobs that wait to be taken. */
  readonly backlog: () => Promise<number>
  /** When a job was last taken or finished; milliseconds since 1970. */
  readonly lastActivity: () => number
  /** Liveness is red when jobs wait and none was taken or finished for so long. */
  readonly staleAfterMs: number
  /** What must answer for the process to do its work, by name. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>
}

/** Probes and metrics of a process that takes jobs, on a server of their own. */
export function startConsumerHealth(options: ConsumerHealthOptions): Promise<HealthServer> {
  const { host, port, metrics, backlog, lastActivity, staleAfterMs, checks } = options
  return startHealthServer({
    host,
    port,
    metrics,
    liveness: createLiveness({ clock: Date.now, staleAfterMs, backlog, lastActivity }),
    readiness: createHealth({ checks }),
  })
}
