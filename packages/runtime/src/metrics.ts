import { collectDefaultMetrics, Registry } from 'prom-client'

/** A registry of a process's own, with Node's default metrics, every series labelled with the service. */
export function createMetrics(service: string): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  return registry
}
