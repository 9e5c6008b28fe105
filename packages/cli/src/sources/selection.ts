import { basename, resolve, sep } from 'node:path'
import type { CanonicalSession } from '@fieldwork/sessions'

/** Which sessions are meant. */
export type Selection = {
  /** Only those that something happened in at this time or later; milliseconds since 1970. */
  readonly since: number | null
  /** Only those of this project: a folder's path, or its name. */
  readonly project: string | null
}

/**
 * Whether a session is not meant; null where it cannot be read. What has no time is meant, and what has no project is not:
 * `since` has already been asked of the file's own time, and whoever names a project wants no other.
 */
export function leavesOut({ since, project }: Selection, session: CanonicalSession | null): boolean {
  if (project !== null && (session?.project == null || !isOf(session.project, project))) return true
  const last = session?.endedAt ?? null
  return since !== null && last !== null && Date.parse(last) < since
}

/** A project given as a path holds what is below it; one given as a name is every folder of that name. */
function isOf(folder: string, project: string): boolean {
  const isPath = project === '.' || project === '..' || /[\\/]/.test(project)
  if (!isPath) return folder === project || basename(folder.replaceAll('\\', '/')) === project
  const path = resolve(project)
  return folder === project || folder === path || folder.startsWith(path.endsWith(sep) ? path : path + sep)
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** `7d`, `12h`, `2w`: that long before now; else a date or a time as ISO 8601 has it. Undefined where it is neither. */
export function parseSince(text: string, now: number): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? []
  if (count !== '') return now - Number(count) * (units[unit] ?? 0)
  const time = /^\d{4}-\d\d(-\d\d([T ].+)?)?$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
