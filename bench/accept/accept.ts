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

type Plan = { readonly bodyMb: number; readonly rounds: number }

function planOf({ quick, size }: Options): Plan {
  return { bodyMb: size ?? (quick ? 10 : 200), rounds: quick ? 1 : 3 }
}

/** A new API process on a new database takes one body. Gives its seconds and the most memory it had. */
async function acceptOnce(
  postgres: BenchPostgres,
  body: BodyPart,
): Promise<{ took: number; memory: number | null }> {
  return postgres.withDatabase(async (url) => {
    const api = await startService('api', { DATABASE_URL: url, BOOTSTRAP_KEY: KEY, PORT: '0' })
    try {
      const took = await seconds(() => postBody(api.address, KEY, body))
      return { took, memory: await peakMemoryMb(api.pid) }
    } finally {
      await api.stop()
    }
  })
}

/** One round: each limit and each variant once, so that what else the machine does meets them alike. */
async function round(postgres: BenchPostgres, folder: string, sizes: Readonly<Record<BodyKind, number>>) {
  const file = (kind: BodyKind) => path.join(folder, kind)
  const rate = (kind: BodyKind, took: number) => sizes[kind] / MB / took
  const canonical = file('canonical')
  const parse = rate('canonical', await seconds(() => parseBody(canonical)))
  const copied = (copy: typeof copyText) =>
    postgres.withDatabase((url) => seconds(() => copy(url, canonical)))
  const text = rate('canonical', await copied(copyText))
  const bytes = rate('canonical', await copied(copyBytes))
  const ours = await acceptOnce(postgres, { file: canonical })
  const quarter = await acceptOnce(postgres, { file: canonical, bytes: Math.floor(sizes.canonical / 4) })
  const raw = await acceptOnce(postgres, { file: file('raw') })
  const figures = {
    oursMbPerS: rate('canonical', ours.took),
    rawMbPerS: rate('raw', raw.took),
    parseMbPerS: parse,
    copyMbPerS: bytes,
    copyTextMbPerS: text,
  }
  say(
    `  MB/s: ${Object.entries(figures)
      .map(([name, value]) => `${name} ${Math.round(value)}`)
      .join(', ')}`,
  )
  return { ...figures, peakMemoryMb: ours.memory, peakMemoryQuarterMb: quarter.memory }
}

async function run(options: Options) {
  const { bodyMb, rounds } = planOf(options)
  const folder = await mkdtemp(path.join(tmpdir(), 'fieldwork-bench-'))
  const postgres = await startPostgres()
  try {
    const sizes = {
      canonical: await writeBody(path.join(folder, 'canonical'), 'canonical', bodyMb * MB),
      raw: await writeBody(path.join(folder, 'raw'), 'raw', bodyMb * MB),
    }
    const measured: Awaited<ReturnType<typeof round>>[] = []
    for (let number = 1; number <= rounds; number += 1) {
      say(`round ${number} of ${rounds}`)
      measured.push(await round(postgres, folder, sizes))
    }
    const of = (name: keyof (typeof measured)[number]) =>
      rounded(median(measured.map((figures) => figures[name] ?? Number.NaN)))
    return {
      ratio: rounded(of('oursMbPerS') / of('copyMbPerS')),
      oursMbPerS: of('oursMbPerS'),
      rawMbPerS: of('rawMbPerS'),
      parseMbPerS: of('parseMbPerS'),
      copyMbPerS: of('copyMbPerS'),
      copyTextMbPerS: of('copyTextMbPerS'),
      bodyMb,
      peakMemoryMb: of('peakMemoryMb'),
      peakMemoryQuarterMb: of('peakMemoryQuarterMb'),
      rounds,
      postgres: { version: postgres.version, ...postgres.settings },
    }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

export const accept: Benchmark = {
  about:
    'NDJSON over HTTP until its rows are committed, beside the bare COPY and the bare parse of the same bytes',
  run,
}
