import type { Person } from '../person.ts'
import { chance, type NonEmpty, pick, type Random } from '../random.ts'
import type { Codebase } from '../truth/codebase.ts'
import type { Domain } from '../words/domain.ts'

/** What every entry of one session says of where and with what it was recorded. */
export type Setting = {
  readonly sessionId: string
  readonly cwd: string
  readonly gitBranch: string
  readonly version: string
  readonly model: string
  /** The model of sub-agents and small tasks. */
  readonly smallModel: string
  /** Recorded by later versions only. */
  readonly entrypoint: string | null
  readonly startsAt: number
}

type Release = {
  readonly from: string
  readonly versions: NonEmpty<string>
  readonly models: NonEmpty<string>
  readonly recordsEntrypoint: boolean
}

/** What was in use from a month on; the last that has begun holds. */
const releases: NonEmpty<Release> = [
  {
    from: '0000-00',
    versions: ['2.0.14', '2.0.28', '2.0.42'],
    models: ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5-20250929', 'claude-opus-4-1-20250805'],
    recordsEntrypoint: false,
  },
  {
    from: '2025-12',
    versions: ['2.0.60', '2.0.76', '2.1.2'],
    models: ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929'],
    recordsEntrypoint: false,
  },
  {
    from: '2026-02',
    versions: ['2.1.31', '2.1.45', '2.1.52'],
    models: ['claude-opus-4-6', 'claude-opus-4-6', 'claude-sonnet-4-6'],
    recordsEntrypoint: false,
  },
  {
    from: '2026-03',
    versions: ['2.1.70', '2.1.84', '2.1.97'],
    models: ['claude-opus-4-6', 'claude-opus-4-6', 'claude-sonnet-4-6'],
    recordsEntrypoint: true,
  },
]
const SMALL_MODEL = 'claude-haiku-4-5-20251001'

const branches: NonEmpty<string> = ['main', 'main', 'main', 'develop', 'feature/import', 'fix/rounding']
const foldersWithoutCode: NonEmpty<string> = ['Documents', 'Desktop', 'notes', 'Downloads']

export function drawSetting(
  random: Random,
  sessionId: string,
  person: Person,
  domain: Domain,
  codebase: Codebase,
  startsAt: number,
): Setting {
  const month = new Date(startsAt).toISOString().slice(0, 7)
  const release = releases.findLast(({ from }) => from <= month) ?? releases[0]
  const folder = codebase === 'none' ? pick(random, foldersWithoutCode) : `projects/${domain.project}`
  return {
    sessionId,
    cwd: `${person.home}/${folder}`,
    gitBranch: codebase === 'none' ? '' : pick(random, branches),
    version: pick(random, release.versions),
    model: pick(random, release.models),
    smallModel: SMALL_MODEL,
    entrypoint: release.recordsEntrypoint && chance(random, 0.9) ? 'cli' : null,
    startsAt,
  }
}
