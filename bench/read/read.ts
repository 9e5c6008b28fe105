import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { measure, readTranscriptText } from '@fieldwork/sessions'
import type { Benchmark, Options } from '../benchmark.ts'
import { say } from '../environment/progress.ts'
import { median, rounded, seconds } from '../environment/statistics.ts'
import { installCcusage } from './ccusage.ts'
import { type Corpus, layOut } from './corpus.ts'
import { pushAll } from './push-all.ts'

const MB = 1_000_000

/** Splits every file into its lines and parses each: what reading JSON costs and nothing else. */
function parseLines({ files }: Corpus): void {
  for (const file of files) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      try {
        JSON.parse(line)
      } catch {
        // Some lines of real files are no JSON; trying is what is measured.
      }
    }
  }
}

function readAndMeasure({ files }: Corpus): void {
  for (const file of files) measure(readTranscriptText(readFileSync(file, 'utf8')).session)
}

type Ccusage = Awaited<ReturnType<typeof installCcusage>>

async function measureRound(corpus: Corpus, ccusage: Ccusage) {
  const parse = await seconds(async () => parseLines(corpus))
  const read = await seconds(async () => readAndMeasure(corpus))
  const native = ccusage === null ? Number.NaN : await seconds(() => ccusage(corpus.home))
  return { parse, read, native }
}

type Round = Awaited<ReturnType<typeof measureRound>>

async function run({ quick, size }: Options) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fieldwork-bench-'))
  try {
    const corpus = await layOut(folder, size ?? (quick ? 20 : Number.POSITIVE_INFINITY))
    const rounds: Round[] = []
    const ccusage = await installCcusage(folder)
    await measureRound(corpus, ccusage) // the code is compiled and the files are in memory
    for (let round = 1; round <= (quick ? 1 : 5); round += 1) {
      const took = await measureRound(corpus, ccusage)
      say(`  round ${round}: ${JSON.stringify(took)}`)
      rounds.push(took)
    }
    const middle = (name: keyof Round) => median(rounds.map((took) => took[name]))
    const pushed = await pushAll(corpus)
    return {
      ratio: rounded(middle('parse') / middle('read')),
      readMbPerS: rounded(corpus.bytes / MB / middle('read')),
      parseMbPerS: rounded(corpus.bytes / MB / middle('parse')),
      timeOverCcusage: ccusage === null ? null : rounded(middle('read') / middle('native')),
      ccusageMbPerS: ccusage === null ? null : rounded(corpus.bytes / MB / middle('native')),
      pushSessionsPerS: rounded(corpus.files.length / pushed),
      sessions: corpus.files.length,
      mb: rounded(corpus.bytes / MB),
      real: corpus.real,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The ratio is to splitting lines and parsing every one. */
export const read: Benchmark = {
  about: 'Claude Code transcripts read and measured, beside parsing every line of them, and beside ccusage',
  run,
}
