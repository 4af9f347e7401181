import { parseArgs } from 'node:util'
import { benchDetection } from './detection.ts'
import { benchDetectionCost } from './detection-cost.ts'
import { benchHistory } from './history.ts'
import { benchInfluxDrain } from './influx-drain.ts'
import { benchDrain } from './ingest-drain.ts'
import { benchTelegrafDrain, findTelegraf, telegrafRemedy } from './telegraf-drain.ts'
import { benchMetec } from './metec/bench-metec.ts'

const INFLUX_DRAIN = { bench: 'ingest-influx-63', enterprises: 50, values: 63, messages: 120_000 }

const refuse = (why: string): void => {
  process.stderr.write(`${why}\n`)
  process.exitCode = 1
}

/** `--store influx` puts InfluxDB 2.7 in the place of DuckDB, `--against telegraf` runs Telegraf into an InfluxDB of its own beside it. */
const benchIngest = async (): Promise<void> => {
  const { values: { store = 'duckdb', against } } = parseArgs({ args: process.argv.slice(3), options: { store: { type: 'string' }, against: { type: 'string' } } })
  if (store !== 'duckdb' && store !== 'influx') { refuse(`--store ${store}: use duckdb or influx`); return }
  if (against !== undefined && against !== 'telegraf') { refuse(`--against ${against}: use telegraf`); return }
  const telegraf = against === undefined ? undefined : findTelegraf()
  if (against !== undefined && telegraf === undefined) { refuse(telegrafRemedy); return }
  if (store === 'influx' || telegraf !== undefined) {
    await benchInfluxDrain(INFLUX_DRAIN)
    if (telegraf !== undefined) await benchTelegrafDrain(INFLUX_DRAIN, telegraf)
    return
  }
  await benchDrain({ bench: 'ingest-63', enterprises: 50, values: 63, messages: 120_000 })
  await benchDrain({ bench: 'ingest-1', enterprises: 50, values: 1, messages: 400_000 })
}

/** Benchmarks by name: `npm run bench -- NAME`. Each prints one JSON object a line. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  detection: benchDetection,
  'detection-cost': benchDetectionCost,
  history: benchHistory,
  metec: benchMetec,
  ingest: benchIngest,
}

const [name = ''] = process.argv.slice(2)
const bench = benches[name]
if (bench === undefined) {
  process.stderr.write(`There is no benchmark "${name}"; choose one of: ${Object.keys(benches).join(', ')}.\n`)
  process.exitCode = 1
} else {
  await bench()
}
