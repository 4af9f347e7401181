import type { Detector } from './detector.ts'

/** An instrument that says of itself that it does not measure: true for readings of the given qualities (column codes). */
export const faultDetector = (qualities: readonly number[]): Detector => {
  const mask = qualities.reduce((bits, code) => bits | (1 << code), 0)
  return {
    size: 0,
    limit: 0.5,
    deadband: 0,
    shows: 'reading',
    read: (_cells, _input, _time, _value, quality) => (mask >> quality) & 1,
  }
}
