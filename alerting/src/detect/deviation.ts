import type { Detector } from './detector.ts'

/** Last good value of the rule's own point, and of the other. */
const OWN = 0
const OTHER = 1

export interface DeviationConfig {
  /** In the unit of the point, or in per cent of the reference. */
  limit: number
  deadband: number
  /** What the value should be; null = what another point says (input 1). */
  setpoint: number | null
  percent: boolean
  direction: 'up' | 'down' | 'either'
}

/** How far the value lies above (below) its set-point or another point, whose last good value holds. */
export const deviationDetector = ({ limit, deadband, setpoint, percent, direction }: DeviationConfig): Detector => ({
  size: 2,
  limit,
  deadband,
  shows: 'signal',
  read: (cells, input, _time, value) => {
    if (!Number.isNaN(value)) cells[input === 0 ? OWN : OTHER] = value
    const reference = setpoint ?? cells[OTHER] ?? Number.NaN
    const difference = (cells[OWN] ?? Number.NaN) - reference
    const signed = percent ? shareOf(difference, reference) : difference
    if (direction === 'up') return signed
    return direction === 'down' ? -signed : Math.abs(signed)
  },
})

/** Nothing of nothing is no deviation; something of nothing is more than any limit. */
const shareOf = (difference: number, reference: number): number => (difference === 0 ? 0 : 100 * difference / Math.max(Math.abs(reference), 1e-12))
