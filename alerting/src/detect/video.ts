import type { Detector } from './detector.ts'

/** Event time at which the alarm ends by itself; NaN = there is none. */
const END = 0

export interface VideoConfig {
  /** Least confidence, 0..1, of an event that counts. */
  confidence: number
  /** For how long after the last event it holds; Infinity = until the camera is well again. */
  holdMs: number
}

/** What a camera reports. A reading is one of the events of the rule with its confidence; 0 = the camera is well again. */
export const videoDetector = ({ confidence, holdMs }: VideoConfig): Detector => ({
  size: 1,
  limit: 0.5,
  deadband: 0,
  shows: 'reading',
  read: (cells, _input, time, value) => {
    if (Number.isNaN(value) || (value > 0 && value < confidence)) return Number.NaN
    cells[END] = value > 0 ? time + holdMs : Number.NaN
    return value > 0 ? 1 : 0
  },
  due: (cells) => cells[END] || Number.POSITIVE_INFINITY,
  pass: (cells) => {
    cells[END] = Number.NaN
    return 0
  },
})
