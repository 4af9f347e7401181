import { parseArgs } from 'node:util'
import { benchAlarmsBurst } from './alarms-burst.ts'
import { benchAlarmsCost } from './alarms-cost.ts'
import { benchAlarmsLoad } from './alarms-load.ts'
import { benchBacktest } from './backtest.ts'
import { benchCountryDay } from './country-day.ts'
import { benchDetection } from './detection.ts'
import { benchDetectionCost } from './detection-cost.ts'
import { benchHistory } from './history.ts'
import { benchInfluxDrain } from './influx-drain.ts'
import { benchDrain } from './ingest-drain.ts'
import { benchEmbedded } from './ingest-embedded.ts'
import { benchSustained } from './ingest-sustained.ts'
import { benchLatency } from './latency.ts'
import { benchTelegrafDrain, findTelegraf, telegrafRemedy } from './telegraf-drain.ts'
import { benchInterruptions } from './interruptions/bench-interruptions.ts'
import { benchMetec } from './metec/bench-metec.ts'
import { benchScreen } from './screen/bench-screen.ts'
import { benchStart } from './start-time.ts'

const INFLUX_DRAIN = { bench: 'ingest-influx-63', enterprises: 50, values: 63, messages: 120_000 }

const refuse = (why: string): void => {
  process.stderr.write(`${why}\n`)
  process.exitCode = 1
}

/**
 * `--only drain`, `sustained` or `embedded` runs a part; `--rate N --seconds S` gives the sustained run its rate instead of finding it.
 * `--store influx` puts InfluxDB 2.7 in the place of DuckDB, `--against telegraf` runs Telegraf into an InfluxDB of its own beside it.
 */
const benchIngest = async (): Promise<void> => {
  const { values: { store = 'duckdb', against, only, rate, seconds } } = parseArgs({
    args: process.argv.slice(3),
    options: { store: { type: 'string' }, against: { type: 'string' }, only: { type: 'string' }, rate: { type: 'string' }, seconds: { type: 'string', default: '30' } },
  })
  if (only !== undefined && !['drain', 'sustained', 'embedded'].includes(only)) { refuse(`--only ${only}: use drain, sustained or embedded`); return }
  if (store !== 'duckdb' && store !== 'influx') { refuse(`--store ${store}: use duckdb or influx`); return }
  if (against !== undefined && against !== 'telegraf') { refuse(`--against ${against}: use telegraf`); return }
  const telegraf = against === undefined ? undefined : findTelegraf()
  if (against !== undefined && telegraf === undefined) { refuse(telegrafRemedy); return }
  if (store === 'influx' || telegraf !== undefined) {
    await benchInfluxDrain(INFLUX_DRAIN)
    if (telegraf !== undefined) await benchTelegrafDrain(INFLUX_DRAIN, telegraf)
    return
  }
  const wants = (part: string): boolean => only === undefined || only === part
  if (wants('drain')) {
    await benchDrain({ bench: 'ingest-63', enterprises: 50, values: 63, messages: 120_000 })
    // Three times as long: its peak memory beside that of the first shows whether it is bounded.
    await benchDrain({ bench: 'ingest-63-long', enterprises: 50, values: 63, messages: 360_000 })
    await benchDrain({ bench: 'ingest-1', enterprises: 50, values: 1, messages: 400_000 })
  }
  if (wants('sustained')) await benchSustained({ rate: rate === undefined ? undefined : Number(rate), seconds: Number(seconds) })
  if (wants('embedded')) await benchEmbedded()
}

/** Benchmarks by name: `npm run bench -- NAME`. Each prints one JSON object a line. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  alarms: async () => {
    benchAlarmsCost()
    await benchAlarmsLoad()
    await benchAlarmsBurst()
  },
  backtest: () => benchBacktest(),
  /** `--points N` loads a part of the country. */
  'alarms-load': () => {
    const { values: { points } } = parseArgs({ args: process.argv.slice(3), options: { points: { type: 'string' } } })
    return benchAlarmsLoad(points === undefined ? undefined : Number(points))
  },
  'country-day': benchCountryDay,
  detection: benchDetection,
  'detection-cost': benchDetectionCost,
  history: benchHistory,
  latency: benchLatency,
  metec: benchMetec,
  screen: benchScreen,
  start: benchStart,
  /** `--days N` writes the alarms of so many days. */
  interruptions: () => {
    const { values: { days } } = parseArgs({ args: process.argv.slice(3), options: { days: { type: 'string', default: '100' } } })
    return benchInterruptions(Number(days))
  },
  ingest: benchIngest,
}

const [name = ''] = process.argv.slice(2)
const bench = benches[name]
if (bench === undefined) {
  process.stderr.write(`There is no benchmark "${name}"; choose one of: ${Object.keys(benches).join(', ')}.\n`)
  process.exitCode = 1
} else {
  // What stands in the way is told, not where in the code: a wrong folder is the usual case.
  await bench().catch((error: unknown) => { refuse(error instanceof Error ? error.message : String(error)) })
}
