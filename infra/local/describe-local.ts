import type { Local } from './start-local.ts'

/** The addresses and the key, and what to do with them. */
export function describeLocal({ url, key, keyFile, services, database }: Local): string {
  const probes = services.slice(1).map(({ name, address }) => `${name} ${address}/metrics`)
  return [
    '',
    `API             ${url}`,
    `Try it          ${url}/docs   (OpenAPI: ${url}/docs/json)`,
    `Key             ${key}   (kept in ${keyFile})`,
    `Probes, metrics ${url}/health/ready, ${url}/metrics; ${probes.join(', ')}`,
    `Database        ${database}`,
    '',
    'Your own sessions:',
    `  export FIELDWORK_URL=${url} FIELDWORK_KEY=$(cat '${keyFile}')`,
    '  npm run fieldwork -- push --wait',
    '  npm run fieldwork -- report',
    '',
  ].join('\n')
}
