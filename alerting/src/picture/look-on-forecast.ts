import { isoTime } from '@hazardwatch/shared/time'
import { forecastDetector, forecastMean, projectionOf, SMOOTHER, type ForecastConfig } from '../detect/forecast.ts'
import { BLOCKS } from '../detect/trend/block-means.ts'
import { errorAhead, expectedAhead } from '../detect/trend/damped-holt.ts'
import { createLine, fitLine, slopeExceeds } from '../detect/trend/robust-slope.ts'
import { NO_BAND, type Onlooker, type Reason } from './look-on.ts'

/** A course is drawn in so many steps, over the horizon or until shortly after the level. */
const STEPS = 24
/** Four chances in five lie between a tenth and nine tenths; normal quantile of the latter. */
const INSIDE = 0.9
const NINE_TENTHS = 1.2816

/** A forecast: no band of what is expected now, but the course as it was foretold. */
export const lookOnForecast = (config: ForecastConfig): Onlooker => {
  const detector = forecastDetector(config)
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  let time = Number.NaN
  return {
    meaning: 'confidence',
    alarmAt: () => config.confidence,
    take: (input, at, value, quality) => {
      if (input !== 0 || Number.isNaN(value)) return undefined
      const score = detector.read(cells, 0, at, value, quality)
      time = at
      return { time: at, values: [value], bands: [NO_BAND], score }
    },
    reason: () => ({ contributions: [], findings: [], course: courseOf(cells, config, time), series: [0], expectedBy: 'none' }),
  }
}

const courseOf = (cells: Float64Array, config: ForecastConfig, time: number): Reason['course'] => {
  const { reachesInMs, confidence } = projectionOf(cells)
  if (Number.isNaN(reachesInMs) || Number.isNaN(time)) return null
  const blockMs = config.windowMs / BLOCKS
  const ahead = aheadBy(cells, config)
  if (ahead === null) return null
  const spanMs = Math.max(config.horizonMs, Math.min(reachesInMs * 1.2, 3 * config.horizonMs))
  return {
    madeAt: isoTime(time),
    confidence: Number.isNaN(confidence) ? null : confidence,
    reachesAt: reachesInMs <= 10 * config.horizonMs ? isoTime(time + reachesInMs) : null,
    rows: Array.from({ length: STEPS + 1 }, (_, step) => {
      const ms = spanMs * step / STEPS
      const { low, expected, high } = ahead(ms / blockMs)
      return [time + ms, low, expected, high]
    }),
  }
}

/** @returns what is expected so many steps ahead; null while nothing is. */
const aheadBy = (cells: Float64Array, { method, direction }: ForecastConfig): ((steps: number) => { low: number; expected: number; high: number }) | null => {
  if (method === 'holt') {
    if (Number.isNaN(expectedAhead(cells, SMOOTHER, 1))) return null
    return (steps) => {
      const expected = expectedAhead(cells, SMOOTHER, steps)
      const error = NINE_TENTHS * errorAhead(cells, SMOOTHER, steps)
      return { low: expected - error, expected, high: expected + error }
    }
  }
  const up = direction === 'up'
  const line = createLine()
  const series = (age: number): number => (up ? forecastMean(cells, age) : -forecastMean(cells, age))
  if (!fitLine(series, BLOCKS, line)) return null
  const sign = up ? 1 : -1
  const steep = slopeAt(series, line, 1 - INSIDE)
  const flat = slopeAt(series, line, INSIDE)
  return (steps) => {
    const ends = [flat, steep].map((slope) => sign * (line.level + slope * steps)).sort((a, b) => a - b)
    return { low: ends[0]!, expected: sign * (line.level + line.slope * steps), high: ends[1]! }
  }
}

/** @returns the slope that is exceeded with this confidence, by halving: the confidence falls as the bar rises. */
const slopeAt = (series: (age: number) => number, line: ReturnType<typeof createLine>, confidence: number): number => {
  const exceeds = (bar: number): boolean => slopeExceeds(series, BLOCKS, bar, line) > confidence
  let width = Math.max(Math.abs(line.slope), Math.abs(line.level) / BLOCKS, 1e-9)
  while (width < 1e12 && (exceeds(line.slope + width) || !exceeds(line.slope - width))) width *= 2
  let [low, high] = [line.slope - width, line.slope + width]
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2
    if (exceeds(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}
