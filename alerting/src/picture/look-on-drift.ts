import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { isoTime } from '@hazardwatch/shared/time'
import { driftBlock, driftDetector, driftMean } from '../detect/drift.ts'
import { BLOCK_CELLS, blockMean, BLOCKS, putInBlock } from '../detect/trend/block-means.ts'
import { createLine, fitLine } from '../detect/trend/robust-slope.ts'
import { NO_BAND, type Onlooker } from './look-on.ts'

/** A sixth of the window at either end tells by how much each of the two has changed itself. */
const END = BLOCKS / 6

/**
 * An instrument beside its sibling: expected is the sibling with the difference that the two had at the beginning of the window, give or take the limit.
 * Which of them has changed is told apart from that they have come apart.
 */
export const lookOnDrift = (rule: AlarmRule): Onlooker => {
  const limit = rule.limit ?? Number.NaN
  const windowMs = Math.round((rule.windowS ?? Number.NaN) * 1000)
  const detector = driftDetector({ limit, deadband: rule.deadband, windowMs })
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  const own = createMeans(windowMs)
  const other = createMeans(windowMs)
  const line = createLine()
  let fittedAt = Number.NaN
  let before = Number.NaN
  let sibling = Number.NaN
  let signal = Number.NaN
  let time = Number.NaN

  const take: Onlooker['take'] = (input, at, value, quality) => {
    const answered = detector.read(cells, input, at, value, quality)
    if (!Number.isNaN(answered)) signal = answered
    if (!Number.isNaN(value)) (input === 0 ? own : other).put(at, value)
    if (input !== 0) {
      if (!Number.isNaN(value)) sibling = value
      return undefined
    }
    time = at
    if (driftBlock(cells) !== fittedAt) {
      fittedAt = driftBlock(cells)
      before = fitLine((age) => driftMean(cells, age), BLOCKS, line) ? line.level - line.slope * BLOCKS : Number.NaN
    }
    const expected = sibling + before
    return { time: at, values: [value, sibling], bands: [{ low: expected - limit, expected, high: expected + limit }, NO_BAND], score: signal }
  }

  return {
    meaning: 'change',
    alarmAt: () => limit,
    take,
    reason: () => {
      const changes = [own.change(), other.change()]
      const sum = changes.reduce((total, change) => total + (Number.isNaN(change) ? 0 : Math.abs(change)), 0)
      const tags = [rule.point, rule.sibling ?? rule.point]
      const contributions = sum === 0 ? [] : tags.flatMap((tag, at) => (Number.isNaN(changes[at]) ? [] : [{ name: tag, family: null, tag, share: Math.abs(changes[at]!) / sum, change: changes[at]! }]))
      const findings = signal >= limit ? [{ finding: 'drifting' as const, since: isoTime(time), value: signal, bar: limit, unit: 'unit of the point' as const }] : []
      return { contributions: contributions.sort((a, b) => b.share - a.share), findings, course: null, series: [0, 1], expectedBy: 'sibling' }
    },
  }
}

/** Means of one input over the window of the rule. */
const createMeans = (windowMs: number) => {
  const cells = new Float64Array(BLOCK_CELLS).fill(Number.NaN)
  const between = (from: number, to: number): number => {
    const means = Array.from({ length: to - from }, (_, at) => blockMean(cells, 0, from + at)).filter((mean) => !Number.isNaN(mean)).sort((a, b) => a - b)
    return means[means.length >> 1] ?? Number.NaN
  }
  return {
    put: (time: number, value: number): void => { putInBlock(cells, 0, windowMs / BLOCKS, time, value) },
    /** From the oldest known sixth of the window to the newest. */
    change: (): number => {
      let oldest = BLOCKS
      while (oldest > END && Number.isNaN(between(oldest - END, oldest))) oldest--
      return between(0, END) - between(oldest - END, oldest)
    },
  }
}
