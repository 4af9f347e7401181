import { detectorOf } from '../../../alerting/src/detect/all-detectors.ts'
import type { Detector } from '../../../alerting/src/detect/detector.ts'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Point } from '@hazardwatch/shared/ledger'
import { printLine, round } from '../bench-line.ts'
import { chanceOf, type Chance } from '../chance.ts'

/** A day of a point that is read every other second. */
const ROWS = 43_200
const EVERY_MS = 2000
const DAY_MS = ROWS * EVERY_MS
const SEEDS = [1, 2, 3]

type Series = (chance: Chance) => (row: number) => number

/** A point that wanders about its mean with a spread of one, and has forgotten where it was after so many seconds. */
const wandering = (seconds: number): Series => ({ normal }) => {
  const stays = Math.exp(-EVERY_MS / 1000 / seconds)
  const kick = Math.sqrt(1 - stays * stays)
  let x = 0
  return () => (x = stays * x + kick * normal())
}

/** Points in which nothing happens, each with noise or wandering of one unit: every alarm is one of chance. */
const calm: Readonly<Record<string, Series>> = {
  'white noise': ({ normal }) => normal,
  'wanders for 40 s': wandering(40),
  'wanders for half an hour': wandering(2_000),
  'wanders for 5.5 hours': wandering(20_000),
  'a day and noise': ({ normal }) => (row) => 3 * Math.sin((2 * Math.PI * row) / ROWS) + normal(),
  'coarse steps': ({ normal }) => () => Math.round(2 * normal()) / 2,
  'switches every 10 min': ({ normal }) => (row) => (row % 600 < 300 ? 1.5 : -1.5) + 0.3 * normal(),
  'fills for two hours': ({ normal }) => (row) => 4 * ((row % 3_600) / 3_600) - 2 + 0.2 * normal(),
}

const rules: Readonly<Record<string, Omit<Partial<AlarmRule>, 'kind'> & { kind: AlarmRule['kind'] }>> = {
  'forecast of 5 units within 20 min': { kind: 'forecast', limit: 5, horizonS: 1_200 },
  'baseline 4 units for 2 min': { kind: 'baseline', limit: 4, deadband: 1, onDelayS: 120 },
  'drift of 2 units in 10 min': { kind: 'drift', limit: 2, deadband: 0.5, windowS: 600, sibling: 'Q' as AlarmRule['sibling'] },
  'drift of 2 units in an hour': { kind: 'drift', limit: 2, deadband: 0.5, windowS: 3_600, sibling: 'Q' as AlarmRule['sibling'] },
  'drift of 4 units in an hour': { kind: 'drift', limit: 4, deadband: 0.5, windowS: 3_600, sibling: 'Q' as AlarmRule['sibling'] },
  changepoint: { kind: 'changepoint' },
  health: { kind: 'health' },
  anomaly: { kind: 'anomaly' },
  'anomaly, means of a minute': { kind: 'anomaly', everyS: 60 },
  'anomaly, full panel': { kind: 'anomaly', panel: 'full' },
  'anomaly, full panel, means of a minute': { kind: 'anomaly', panel: 'full', everyS: 60 },
}
const point = { ...Point.parse({ enterprise: 'E', tag: 'P', source: 'S', name: 'P', quantity: 'concentration', unit: '[ppm]', rangeLow: -20, rangeHigh: 20, expectedIntervalS: 2, location: null }), number: 0 }

/** How often each kind of early warning alarms on points where nothing happens, and how soon drift is told. */
export const benchChance = (): void => {
  for (const [name, fields] of Object.entries(rules)) {
    const rates = Object.entries(calm).map(([kind, series]) => [kind, round(SEEDS.reduce((sum, seed) => sum + alarms(fields, series, seed), 0) / SEEDS.length, 2)] as const)
    printLine({ bench: 'detection', value: Math.max(...rates.map(([, rate]) => rate)), unit: 'alarms of chance in a day of a point, at most', set: 'calm points', rule: name, ...Object.fromEntries(rates) })
  }
  for (const rate of [2, 5]) {
    const delays = SEEDS.map((seed) => delayOfDrift(rate, seed)).sort((a, b) => a - b)
    printLine({ bench: 'detection', value: round(delays[1]! / 60_000, 1), unit: 'min until a drift is told, median', set: 'drift', limitsAWindow: rate, windowMin: 60, limitReachedMin: round(60 / rate, 1) })
  }
  for (const kind of ['white noise', 'wanders for 9 s', 'wanders for 40 s', 'a day of minutes and noise'] as const) {
    const found = STEPS.map((step) => [`step of ${step}`, Array.from({ length: 20 }, (_, seed) => findsStep(stepped[kind]!, step, seed + 51)).filter(Boolean).length] as const)
    printLine({ bench: 'detection', value: found[1]![1], unit: 'of 20 steps of 6 units found as a change of regime', set: kind, detector: 'changepoint', ...Object.fromEntries(found) })
  }
}

const STEPS = [3, 6, 9]
const stepped: Readonly<Record<string, Series>> = {
  'white noise': calm['white noise']!, 'wanders for 9 s': wandering(9), 'wanders for 40 s': calm['wanders for 40 s']!,
  'a day of minutes and noise': ({ normal }) => (row) => 4 * Math.sin((2 * Math.PI * row) / 1440) + normal(),
}

/** Another level for good, after 2,000 rows. @returns whether it is told while it is new */
const findsStep = (series: Series, step: number, seed: number): boolean => {
  const valueAt = series(chanceOf(seed))
  const detector = detectorOf(AlarmRule.parse({ id: 'r', enterprise: 'E', point: 'P', kind: 'changepoint', priority: 'blue' }), point)!
  const cells = freshCells(detector)
  const before = 2_000
  for (let row = 0; row < before + 80; row++) {
    const signal = detector.read(cells, 0, row * EVERY_MS, valueAt(row) + (row < before ? 0 : step), 0)
    if (row >= before && signal >= detector.limit) return true
  }
  return false
}

const freshCells = (detector: Detector): Float64Array => new Float64Array(detector.size).fill(Number.NaN)

const alarms = (fields: Partial<AlarmRule>, series: Series, seed: number): number => {
  const rule = AlarmRule.parse({ id: 'r', enterprise: 'E', point: 'P', limit: null, priority: 'blue', ...fields })
  const detector = detectorOf(rule, point)!
  const cells = freshCells(detector)
  const [own, other] = [series(chanceOf(seed)), series(chanceOf(seed + 1000))]
  let [count, standing, since] = [0, false, Number.NaN]
  for (let time = 0; time < DAY_MS; time += EVERY_MS) {
    const row = time / EVERY_MS
    if (rule.sibling !== undefined) detector.read(cells, 1, time, other(row), 0)
    const signal = detector.read(cells, 0, time, own(row), 0)
    if (Number.isNaN(signal)) continue
    if (standing) standing = signal >= detector.limit - detector.deadband
    else if (signal < detector.limit) since = Number.NaN
    else {
      since = Number.isNaN(since) ? time : since
      standing = time - since >= rule.onDelayS * 1000
      if (standing) count++
    }
  }
  return count
}

/** Two instruments with noise of half a limit; after three windows one of them drifts so many limits in a window. @returns ms */
const delayOfDrift = (rate: number, seed: number): number => {
  const { normal } = chanceOf(seed)
  const windowMs = 3_600_000
  const detector = detectorOf(AlarmRule.parse({ id: 'r', enterprise: 'E', point: 'P', kind: 'drift', sibling: 'Q', limit: 1, deadband: 0.2, windowS: windowMs / 1000, priority: 'blue' }), point)!
  const cells = freshCells(detector)
  for (let time = 0; time < DAY_MS; time += EVERY_MS) {
    const drifted = Math.max(0, time / windowMs - 3) * rate
    detector.read(cells, 1, time, 0.5 * normal(), 0)
    if (detector.read(cells, 0, time, 0.5 * normal() + drifted, 0) >= 1) return time - 3 * windowMs
  }
  return Number.POSITIVE_INFINITY
}
