import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Benchmark, Options } from '../benchmark.ts'
import { peakMemoryMb } from '../environment/peak-memory.ts'
import { type BenchPostgres, startPostgres } from '../environment/postgres.ts'
import { say } from '../environment/progress.ts'
import { startService } from '../environment/service-process.ts'
import { median, rounded, seconds } from '../environment/statistics.ts'
import { type BodyKind, writeBody } from './body.ts'
import { copyBytes, copyText, parseBody } from './limits.ts'
import { type BodyPart, postBody } from './post-body.ts'

const KEY = 'bench-key-of-no-worth'
const MB = 1_000_000
const WARM_UP_MB = 10

type File = { readonly path: string; readonly kind: BodyKind; readonly bytes: number }
type Files = Readonly<Record<'canonical' | 'raw' | 'warmUp', File>>

async function writeFiles(folder: string, bodyMb: number): Promise<Files> {
  const write = async (name: string, kind: BodyKind, mb: number): Promise<File> => {
    const file = path.join(folder, name)
    return { path: file, kind, bytes: await writeBody(file, kind, mb * MB, name) }
  }
  return {
    canonical: await write('canonical', 'canonical', bodyMb),
    raw: await write('raw', 'raw', bodyMb),
    warmUp: await write('warm-up', 'canonical', Math.min(WARM_UP_MB, bodyMb / 10)),
  }
}

/**
 * A new API process on a new database takes a body, after a small one: a service that runs has its code compiled. Gives
 * the seconds of the body and the most memory the process had.
 */
async function acceptBody(postgres: BenchPostgres, warmUp: File, body: BodyPart) {
  return postgres.withDatabase(async (url) => {
    const api = await startService('api', { DATABASE_URL: url, BOOTSTRAP_KEY: KEY, PORT: '0' })
    try {
      await postBody(api.address, KEY, { file: warmUp.path })
      const took = await seconds(() => postBody(api.address, KEY, body))
      return { took, memory: await peakMemoryMb(api.pid) }
    } finally {
      await api.stop()
    }
  })
}

/** Each limit and each variant once, so that what else the machine does meets them alike. Rates are in MB/s. */
async function measureRound(postgres: BenchPostgres, { canonical, raw, warmUp }: Files) {
  const rate = (file: File, took: number) => file.bytes / MB / took
  const copied = (copy: typeof copyText) =>
    postgres.withDatabase((url) => seconds(() => copy(url, canonical.path)))
  const parse = await seconds(() => parseBody(canonical.path))
  const copy = await copied(copyText)
  const uncompressed = await copied(copyBytes)
  const ours = await acceptBody(postgres, warmUp, { file: canonical.path })
  const quarter = { file: canonical.path, bytes: Math.floor(canonical.bytes / 4) }
  const oursQuarter = await acceptBody(postgres, warmUp, quarter)
  const oursRaw = await acceptBody(postgres, warmUp, { file: raw.path })
  return {
    oursMbPerS: rate(canonical, ours.took),
    copyMbPerS: rate(canonical, copy),
    copyUncompressedMbPerS: rate(canonical, uncompressed),
    parseMbPerS: rate(canonical, parse),
    rawMbPerS: rate(raw, oursRaw.took),
    peakMemoryMb: ours.memory ?? Number.NaN,
    peakMemoryQuarterMb: oursQuarter.memory ?? Number.NaN,
  }
}

type Round = Awaited<ReturnType<typeof measureRound>>

async function run({ quick, size }: Options) {
  const bodyMb = size ?? (quick ? 5 : 200)
  const rounds = quick ? 1 : 3
  const folder = await mkdtemp(path.join(tmpdir(), 'fieldwork-bench-'))
  const postgres = await startPostgres()
  try {
    const files = await writeFiles(folder, bodyMb)
    const measured: Round[] = []
    for (let round = 1; round <= rounds; round += 1) {
      const figures = await measureRound(postgres, files)
      say(`  round ${round} of ${rounds}: ${JSON.stringify(figures)}`)
      measured.push(figures)
    }
    const middle = (name: keyof Round) => median(measured.map((figures) => figures[name]))
    return {
      ratio: rounded(middle('oursMbPerS') / middle('copyMbPerS')),
      ratioUncompressed: rounded(middle('oursMbPerS') / middle('copyUncompressedMbPerS')),
      oursMbPerS: rounded(middle('oursMbPerS')),
      copyMbPerS: rounded(middle('copyMbPerS')),
      copyUncompressedMbPerS: rounded(middle('copyUncompressedMbPerS')),
      parseMbPerS: rounded(middle('parseMbPerS')),
      rawMbPerS: rounded(middle('rawMbPerS')),
      peakMemoryMb: rounded(middle('peakMemoryMb')),
      peakMemoryQuarterMb: rounded(middle('peakMemoryQuarterMb')),
      bodyMb,
      rounds,
      postgres: { version: postgres.version, ...postgres.settings },
    }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The ratio is to the bare COPY. */
export const accept: Benchmark = {
  about:
    'NDJSON over HTTP until its rows are committed, beside the bare COPY and the bare parse of the same bytes',
  run,
}
