/** Longest interval of a calibration that the service takes, days. */
const MOST_DAYS = 3_650

export type BumpFault = 'gas' | 'concentration' | 'beyondRange'
/** What keeps a bump test from beginning; undefined when nothing does. A gas that nobody chose would fail a healthy instrument, or pass a dead one. */
export const bumpFault = (gas: string | undefined, concentration: string, rangeHigh: number | null): BumpFault | undefined => {
  if (gas === undefined) return 'gas'
  if (concentration.trim() === '' || !Number.isFinite(Number(concentration))) return 'concentration'
  return rangeHigh !== null && Number(concentration) > rangeHigh ? 'beyondRange' : undefined
}

export type CalibrationFault = 'interval' | 'result'
/** What keeps a calibration from being recorded; undefined when nothing does. */
export const calibrationFault = (days: string, result: string | undefined): CalibrationFault | undefined => {
  if (!(Number(days) > 0 && Number(days) <= MOST_DAYS)) return 'interval'
  return result === undefined ? 'result' : undefined
}
