import { parseArgs } from 'node:util'
import { benchDetection } from './detection.ts'
import { benchDetectionCost } from './detection-cost.ts'
import { benchHistory } from './history.ts'
import { benchInfluxDrain } from './influx-drain.ts'
import { benchDrain } from './ingest-drain.ts'
import { benchTelegrafDrain } from './telegraf-drain.ts'
import { benchMetec } from './metec/bench-metec.ts'

const INFLUX_DRAIN = { bench: 'ingest-influx-63', enterprises: 50, values: 63, messages: 120_000 }

/** `--store influx` puts InfluxDB 2.7 in the place of DuckDB, `--against telegraf` runs Telegraf into the same InfluxDB beside it. */
const ingestOptions = (): { store: string; against: string } => {
  const { values: { store, against } } = parseArgs({ args: process.argv.slice(3), options: { store: { type: 'string' }, against: { type: 'string' } } })
  if ((store ?? 'duckdb') !== 'duckdb' && store !== 'influx') throw new Error(`--store ${store ?? ''}: use duckdb or influx`)
  if (against !== undefined && against !== 'telegraf') throw new Error(`--against ${against}: use telegraf`)
  return { store: against === undefined ? store ?? 'duckdb' : 'influx', against: against ?? '' }
}

/** Benchmarks by name: `npm run bench -- NAME`. Each prints one JSON object a line. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  detection: benchDetection,
  'detection-cost': benchDetectionCost,
  history: benchHistory,
  metec: benchMetec,
  ingest: async () => {
    const { store, against } = ingestOptions()
    if (store === 'influx') {
      await benchInfluxDrain(INFLUX_DRAIN)
      if (against === 'telegraf') await benchTelegrafDrain(INFLUX_DRAIN)
      return
    }
    await benchDrain({ bench: 'ingest-63', enterprises: 50, values: 63, messages: 120_000 })
    await benchDrain({ bench: 'ingest-1', enterprises: 50, values: 1, messages: 400_000 })
  },
}

const [name = ''] = process.argv.slice(2)
const bench = benches[name]
if (bench === undefined) {
  process.stderr.write(`There is no benchmark "${name}"; choose one of: ${Object.keys(benches).join(', ')}.\n`)
  process.exitCode = 1
} else {
  await bench()
}
