import { fitSource } from '../../alerting/src/detect/multivariate/fit-source.ts'
import type { HealthyRows } from '../../alerting/src/detect/multivariate/healthy-rows.ts'
import { SourceScorer } from '../../alerting/src/detect/multivariate/source-scorer.ts'
import { printLine, round } from './bench-line.ts'

const CHANNELS = 50
const FIT_ROWS = 2000
const ROWS = 20_000

/** What following a source of 50 channels costs: CPU of this process a row, to learn, and bytes remembered. */
export const costOfSource = (): void => {
  const beforeFit = process.cpuUsage()
  const model = fitSource(rowsOf(0, FIT_ROWS))
  const fit = process.cpuUsage(beforeFit)
  const scorer = new SourceScorer(model)
  const cells = new Float64Array(scorer.size).fill(Number.NaN)
  const rows = rowsOf(FIT_ROWS, ROWS)
  const before = process.cpuUsage()
  for (let row = 0; row < ROWS; row++) scorer.step(cells, rows.times[row]!, rows.values.subarray(row * CHANNELS, (row + 1) * CHANNELS))
  const used = process.cpuUsage(before)
  printLine({ bench: 'detection-cost', value: round((used.user + used.system) / ROWS), unit: 'µs CPU a row', detector: 'multivariate', channels: CHANNELS, rows: ROWS })
  printLine({ bench: 'detection-cost', value: round((fit.user + fit.system) / 1e6), unit: 's CPU to learn', detector: 'multivariate', channels: CHANNELS, rows: FIT_ROWS })
  printLine({ bench: 'detection-cost', value: scorer.size * 8, unit: 'bytes a source', detector: 'multivariate', channels: CHANNELS })
}

/** Coupled waves with noise: always the same numbers. */
const rowsOf = (first: number, count: number): HealthyRows => ({
  times: Float64Array.from({ length: count }, (_, row) => (first + row) * 1000),
  values: Float64Array.from({ length: count * CHANNELS }, (_, cell) => valueOf(first + Math.floor(cell / CHANNELS), cell % CHANNELS)),
  channels: CHANNELS,
})

const valueOf = (row: number, channel: number): number =>
  Math.sin(row / (3 + channel % 7)) + 0.5 * noise(row) + noise(row * CHANNELS + channel + 1e6)

const noise = (n: number): number => (Math.imul(Math.imul(n | 0, 2_654_435_761) ^ (n >>> 13), 2_246_822_519) >>> 0) / 2 ** 31 - 1
