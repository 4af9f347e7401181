import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planBacktest } from '@hazardwatch/alerting/backtest/backtest-plan'
import { runBacktest } from '@hazardwatch/alerting/backtest/run-backtest'
import { openDuckDbStore } from '@hazardwatch/ingest/stores/duckdb-store'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Point, type NumberedPoint } from '@hazardwatch/shared/ledger'
import { DuckDBInstance } from '@duckdb/node-api'
import { printLine, round } from './bench-line.ts'

const DAY_MS = 86_400_000
const DAYS = 7
const POINTS = 1_000
const FROM = Date.UTC(2026, 9, 1)

/**
 * A candidate against the rules in force over 7 days of 1,000 points at 1 Hz: 604.8 million readings, written as the store writes its day files.
 * Two limits a point; the candidate moves one of them. Values are slow waves with noise at the resolution of an instrument; each point goes above its limits for a
 * few minutes a day.
 */
export const benchBacktest = async (days = DAYS): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-bench-'))
  try {
    await writeDays(join(folder, 'readings'), days)
    const store = await openDuckDbStore(join(folder, 'readings.duckdb'))
    const points = new Map(Array.from({ length: POINTS }, (_, number): [string, NumberedPoint] => [`P${number}`, pointOf(number)]))
    const current = [...points.keys()].flatMap((tag) => [ruleOf(tag, 'H', 24.2), ruleOf(tag, 'HH', 26)])
    const rules = new Map(current.map((rule) => [rule.id, rule]))
    const candidates = current.map((rule) => (rule.kind === 'H' ? { ...rule, limit: 24, onDelayS: 10 } : rule))
    const plan = planBacktest({ rule: (id) => rules.get(id as AlarmRule['id']), point: (_enterprise, tag) => points.get(tag), pointByNumber: () => undefined, tagNumbers: () => undefined }, candidates, FROM, FROM + days * DAY_MS)
    const cpu = process.cpuUsage()
    const started = performance.now()
    const result = await runBacktest({ plan, store, signal: new AbortController().signal, onProgress: () => undefined })
    const seconds = (performance.now() - started) / 1_000
    const { user, system } = process.cpuUsage(cpu)
    await store.close()
    printLine({
      bench: 'backtest', value: round(seconds, 1), unit: 's', days, points: POINTS, readings: result.readings, readingsPerS: Math.round(result.readings / seconds),
      cpuNsPerReading: round((user + system) * 1_000 / result.readings, 1), before: result.before.alarms, after: result.after.alarms, added: result.added.count,
      removed: result.removed.count, earlier: result.earlier.count, later: result.later.count, peakMB: Math.round(process.resourceUsage().maxRSS / 1_024),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const pointOf = (number: number): NumberedPoint => ({
  number, ...Point.parse({ enterprise: 'E', tag: `P${number}`, source: 'S', name: `P${number}`, quantity: 'temperature', unit: 'Cel', rangeLow: null, rangeHigh: null, expectedIntervalS: 1, location: null }),
})

const ruleOf = (tag: string, kind: 'H' | 'HH', limit: number): AlarmRule =>
  AlarmRule.parse({ id: `E/${tag}/${kind}`, enterprise: 'E', point: tag, kind, limit, deadband: 0.5, priority: 'yellow' })

/** Day files as compaction leaves them: sorted by point and time, Parquet 2, zstd. */
const writeDays = async (folder: string, days: number): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' })
  const connection = await instance.connect()
  const started = performance.now()
  for (let day = 0; day < days; day++) {
    const start = FROM + day * DAY_MS
    const name = new Date(start).toISOString().slice(0, 10)
    const second = '(i % 86400)'
    const point = '(i // 86400)'
    // A peak of some minutes once a day, at an hour of the point's own.
    const peak = `4 * exp(-pow((${second} - (${point} * 83 + ${day} * 977) % 80000 - 1800) / 400.0, 2))`
    await connection.run(`COPY (SELECT ${point}::INTEGER AS point, (${start} + ${second} * 1000)::BIGINT AS time,
      round(20 + 2 * sin(${second} / 9000.0 + ${point}) + ${peak} + (hash(i + ${day}) % 40) / 100.0, 2)::DOUBLE AS value, 0::UTINYINT AS quality
      FROM range(${POINTS} * 86400) t(i)) TO '${join(folder, `${name}.1.parquet`)}' (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE 61440)`)
  }
  connection.closeSync()
  instance.closeSync()
  printLine({ bench: 'backtest-history', value: round((performance.now() - started) / 1_000, 1), unit: 's', note: 'writing the history that is judged' })
}
