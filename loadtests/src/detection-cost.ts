import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { newPointState, stateIn, stateSize, type Panel, type PointState } from '../../alerting/src/detect/anomaly/point-state.ts'
import { watchPoint } from '../../alerting/src/detect/anomaly/watch-point.ts'
import { costOfSource } from './source-cost.ts'
import { printLine, round } from './bench-line.ts'

const SERIES_ROWS = 20_000
const POINTS = 10_000
const SECONDS = 20
/** Points that begin together, and their rows: until the season has been looked for three times. The first rows pay for what is compiled. */
const TOGETHER = 500
const TOGETHER_ROWS = 2_200
const COMPILED = 20

/** What the univariate detector costs: CPU of this process a reading, bytes a point, and 10,000 points at 1 Hz as a share of one core. */
export const benchDetectionCost = async (): Promise<void> => {
  for (const panel of ['full', 'cheap'] as const) {
    const state = warmed(panel)
    printLine({ bench: 'detection-cost', value: round(cpuOfReadings(state, reading)), unit: 'µs CPU a reading', panel, series: 'a daily wave with noise', readings: SERIES_ROWS })
    printLine({ bench: 'detection-cost', value: round(cpuOfReadings(warmed(panel, noise), noise)), unit: 'µs CPU a reading', panel, series: 'white noise', readings: SERIES_ROWS })
    printLine({ bench: 'detection-cost', value: stateSize(panel) * 8, unit: 'bytes a point, persisted', panel })
    printLine({ bench: 'detection-cost', value: Math.round(bytesInMemory(state)), unit: 'bytes a point, in memory', panel })
  }
  costOfSource()
  for (const panel of ['full', 'cheap'] as const) dearestRow(panel)
  printLine({ bench: 'detection-cost', value: round(shareOfCore(warmed('cheap')), 1), unit: '% of one core', panel: 'cheap', points: POINTS, rateHz: 1 })
}

/** A daily wave with noise and a spike now and then, a reading every five minutes: always the same numbers. */
const reading = (row: number): number => 20 + 5 * Math.sin((row * 2 * Math.PI) / 288) + (((Math.imul(row, 2_654_435_761) >>> 0) % 1000) / 500) + (row % 3001 === 0 ? 9 : 0)

/** Nothing in it comes again: the dearest series for whoever searches for what resembles it. */
const noise = (row: number): number => Array.from({ length: 6 }, (_, n) => Math.imul(Math.imul(row * 6 + n + 1, 2_654_435_761) ^ (row + n), 2_246_822_519) / 2 ** 31).reduce((sum, each) => sum + each, 0)

const warmed = (panel: Panel, of = reading): PointState => {
  const state = newPointState(panel)
  for (let row = 0; row < 5000; row++) watchPoint(state, row * 300, of(row))
  return state
}

/** Points that a rule is put on together come to everything that is done once at the same time: to the end of their first rows, to the search for a season. */
const dearestRow = (panel: Panel): void => {
  const points = Array.from({ length: TOGETHER }, () => newPointState(panel))
  const costs = Array.from({ length: TOGETHER_ROWS }, (_, row) => {
    const before = cpuMicros()
    for (const [point, state] of points.entries()) watchPoint(state, row, noise(row * 1_000 + point))
    return (cpuMicros() - before) / TOGETHER
  }).slice(COMPILED)
  const usual = costs.toSorted((a, b) => a - b)[costs.length >> 1] ?? 0
  printLine({ bench: 'detection-cost', value: round(Math.max(...costs), 1), unit: 'µs CPU a reading, dearest row', panel, points: TOGETHER, rows: TOGETHER_ROWS, usual: round(usual, 1) })
}

const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}

const cpuOfReadings = (state: PointState, of: (row: number) => number): number => {
  const values = Float64Array.from({ length: SERIES_ROWS }, (_, row) => of(5000 + row))
  const before = cpuMicros()
  for (let row = 0; row < SERIES_ROWS; row++) watchPoint(state, (5000 + row) * 300, values[row]!)
  return (cpuMicros() - before) / SERIES_ROWS
}

const copyOf = ({ wide, layout: { panel } }: PointState): PointState => {
  const memory = new Float64Array(stateSize(panel))
  memory.set(new Float64Array(wide.buffer, wide.byteOffset, memory.length))
  return stateIn(memory, panel)
}

/** The numbers of a point, which lie outside the heap, and the objects around them, in it. */
const bytesInMemory = (state: PointState): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const before = process.memoryUsage().heapUsed
  const copies = Array.from({ length: 2000 }, () => copyOf(state))
  collect()
  return stateSize(state.layout.panel) * 8 + (process.memoryUsage().heapUsed - before) / copies.length
}

/** Each point has memory of its own, so that caches are as cold as they would be. */
const shareOfCore = (state: PointState): number => {
  const points = Array.from({ length: POINTS }, () => copyOf(state))
  const before = cpuMicros()
  for (let second = 0; second < SECONDS; second++) {
    for (let p = 0; p < POINTS; p++) watchPoint(points[p]!, 5000 * 300 + second, reading(second + p))
  }
  return ((cpuMicros() - before) / 1e6 / SECONDS) * 100
}
