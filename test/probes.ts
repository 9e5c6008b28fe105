import type { Service } from './service.ts'

/** What a probe of the service answers. */
export async function probe(
  service: Service,
  kind: 'live' | 'ready',
): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${service.address}/health/${kind}`)
  return { status: response.status, body: await response.json() }
}
