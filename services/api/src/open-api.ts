import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifySwaggerUiOptions } from '@fastify/swagger-ui'

/** Routes of the runtime, which knows nothing of OpenAPI. */
const described = new Map([
  ['/health/live', 'Whether the process should be started again'],
  ['/health/ready', 'Whether the service can be given work'],
  ['/metrics', 'Metrics for Prometheus'],
])

/** The OpenAPI document, but for what the routes say of themselves. */
export const openApi: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Fieldwork',
      version: '1',
      description:
        'Coding-agent sessions in, cohorts out. Errors are RFC 9457 problem details; see docs/errors.md.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [
      { name: 'batches', description: 'Posting sessions and following them' },
      { name: 'cohorts', description: 'What the sessions say' },
      {
        name: 'runs',
        description: 'Who annotates, over history and from now on, and how good the labels are',
      },
      { name: 'spending', description: 'What it cost, and what it may cost' },
      { name: 'dead letters', description: 'What will not be tried again' },
      { name: 'keys', description: 'Who may ask' },
      { name: 'health', description: 'Whether the service is well' },
    ],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key' } } },
  },
  transform({ schema, url }) {
    const summary = described.get(url)
    return { url, schema: summary === undefined ? schema : { ...schema, summary, tags: ['health'] } }
  },
}

/** The page to try the API on. It loads nothing from elsewhere, and forgets the key with the page. */
export const tryItPage: FastifySwaggerUiOptions = {
  routePrefix: '/docs',
  theme: { title: 'Fieldwork API' },
  uiConfig: { layout: 'BaseLayout' }, // without the bar that asks for documents of other services
  staticCSP: {
    'default-src': "'none'",
    'base-uri': "'none'",
    'connect-src': "'self'",
    'font-src': "'self' data:",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'img-src': "'self' data:",
    'script-src': "'self'",
    'style-src': "'self' 'unsafe-inline'",
  },
}
