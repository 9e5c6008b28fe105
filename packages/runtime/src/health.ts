import { isFieldworkError } from '@fieldwork/errors'
import type { CheckReport, Probe } from './probe.ts'
import { withinLimit } from './within-limit.ts'

/**
 * A probe that is well when every check resolves within the limit. The checks run at once, so the probe answers
 * within the limit too.
 *
 * @param checks by name, for example a ping of Postgres; what one throws is its detail
 */
export function createHealth({
  checks,
  limitMs = 3_000,
}: {
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>
  readonly limitMs?: number
}): Probe {
  return async () => {
    const reports = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, await report(name, check, limitMs)] as const,
      ),
    )
    return { ok: reports.every(([, { ok }]) => ok), checks: Object.fromEntries(reports) }
  }
}

async function report(name: string, check: () => Promise<unknown>, limitMs: number): Promise<CheckReport> {
  try {
    await withinLimit(async () => check(), limitMs, name)
    return { ok: true }
  } catch (error) {
    if (isFieldworkError(error)) return { ok: false, detail: error.detail, code: error.code }
    return { ok: false, detail: error instanceof Error ? error.message : String(error) }
  }
}
