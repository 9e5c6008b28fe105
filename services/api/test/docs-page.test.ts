import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startService, type TestService } from './service.ts'

const CHROMIUM = '/usr/bin/chromium'
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const installed = existsSync(CHROMIUM)
const unless = installed ? '' : ` (skipped: there is no ${CHROMIUM})`

/** Asks with what the page suggests. Gives what it shows of the answer. */
async function tryOut(page: Page, method: string, path: string) {
  const operation = page.locator(method, { hasText: path })
  await operation.locator('.opblock-summary-control').click()
  await operation.getByRole('button', { name: 'Try it out' }).click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table .response').first()
  await answer.waitFor()
  const status = (await answer.locator('.response-col_status').textContent()) ?? ''
  return { status, text: (await answer.textContent()) ?? '' }
}

describe.skipIf(!installed)(`the page to try the API on${unless}`, () => {
  let service: TestService
  let browser: Browser
  beforeAll(async () => {
    service = await startService()
    browser = await chromium.launch({ executablePath: CHROMIUM, args: flags })
  })
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
  })

  it('authorises with a key, asks, and shows the answer, with nothing from elsewhere', async () => {
    const page = await browser.newPage()
    const elsewhere: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(service.url))
        elsewhere.push(request.url())
    })
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))

    await page.goto(`${service.url}/docs`)
    await page.getByRole('button', { name: 'Authorize' }).click()
    await page.getByLabel('auth-bearer-value').fill(service.keys.all)
    await page.getByRole('button', { name: 'Apply credentials' }).click()
    await page.getByRole('button', { name: 'Close' }).last().click()

    const cohorts = await tryOut(page, '.opblock-get', '/v1/cohorts')
    expect(cohorts.status).toMatch(/^200/)
    expect(cohorts.text).toContain('work_mode_by_month')
    const batch = await tryOut(page, '.opblock-post', '/v1/batches')
    expect(batch.status).toMatch(/^202/)

    expect(elsewhere).toEqual([])
    expect(complaints).toEqual([])
    expect(JSON.stringify(await page.context().storageState()), 'the key is not kept').not.toContain(
      service.keys.all,
    )
  })
})
