import type { ErrorCode } from '@fieldwork/errors'

export type CheckReport = { readonly ok: boolean; readonly detail?: string; readonly code?: ErrorCode }

/** What a probe found, by the name of each check. */
export type ProbeReport = { readonly ok: boolean; readonly checks: Readonly<Record<string, CheckReport>> }

/** Answers whether a process is well. Never throws. */
export type Probe = () => Promise<ProbeReport>
