// A container's health check: 0 when the service in it is both live and ready. Says on stderr what is not.
const address = `http://127.0.0.1:${process.env.HEALTH_PORT ?? process.env.PORT}`

for (const probe of ['live', 'ready']) {
  const response = await fetch(`${address}/health/${probe}`)
  if (response.ok) continue
  console.error(`${probe}: ${await response.text()}`)
  process.exitCode = 1
}
