const split = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Words of a conversation about code, about the commonest first. */
export const words = split(`
  the to and a of in is it that for this with on we you not be as are should when so from now file test one but which
  if at by will I function error line then all only has its there value because have check before after call run first
  was same each where does into add still change need can read use or no returns what time name request set between
  makes fails table list found both more users while done code keeps under query column order data state without two
  again result index they worker input empty way path report works once missing second type through write server than
  session cache wrong client over page next key build expected update number default already instead cannot looks old
  new case field handler limit version cause row message retry total job branch passes schema however count fixed deploy
  config module script log import window inside later token left field connection response commit behaviour during
  otherwise expects against separate parser migration invoice timeout customer payment deadline threshold upstream
  boundary duplicate regression rounding calendar ledger forecast inventory shipment tolerance warehouse reconcile
  subscription percentile backfill partition checksum histogram currency locale pagination debounce idempotent rollback
  throughput latency serializer middleware accessor iterator heuristic overflow underflow watermark quorum snapshot
`)

export const folders = split(
  `src test lib packages services config scripts docs internal components routes jobs models`,
)

export const files = split(`
  index.ts server.ts invoice.ts parse-row.ts retry.ts ledger.py report.sql schema.ts checkout.tsx forecast.py
  README.md package.json worker.ts queue.ts main.go handler.go totals.test.ts import_rows.py settings.yaml cache.rs
`)

export const people = split(`mara jonas ines tariq wei olga sam priya luca nadia`)

export const tools = split(`Bash Read Edit Grep Write Glob TodoWrite`)

export const commands = [
  'npm test -- ',
  'git diff --stat ',
  'rg -n "TODO" ',
  'python -m pytest -q ',
  'ls -la ',
  'sed -n 1,80p ',
  'cargo build --release --manifest-path ',
]
