import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { changepointDetector } from '../detect/changepoint.ts'
import { BELIEVED, changeRows, expectedValue, ROWS_BEFORE } from '../detect/changepoint/watch-change.ts'
import { NO_BAND, type Onlooker } from './look-on.ts'

/** All but one in a hundred of normal numbers lie within so many standard deviations. */
const NEARLY_ALL = 2.576

/** Another regime: expected is what the value before lets expect, as wide as usual. */
export const lookOnChange = ({ confidence = BELIEVED }: Pick<AlarmRule, 'confidence'>): Onlooker => {
  const detector = changepointDetector({ confidence })
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  return {
    meaning: 'confidence',
    alarmAt: () => detector.limit,
    take: (input, time, value, quality) => {
      if (input !== 0 || Number.isNaN(value)) return undefined
      const { expected, deviation } = expectedValue(cells)
      const known = changeRows(cells) >= ROWS_BEFORE
      const score = detector.read(cells, 0, time, value, quality)
      return { time, values: [value], bands: [known ? { low: expected - NEARLY_ALL * deviation, expected, high: expected + NEARLY_ALL * deviation } : NO_BAND], score }
    },
    reason: () => ({ contributions: [], findings: [], course: null, series: [0], expectedBy: 'recent' }),
  }
}
