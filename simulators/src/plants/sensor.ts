import { gaussian, type Rng } from '../rng.ts'
import { clamp } from './plant.ts'

/** An instrument: repeatability (one standard deviation), decimals it shows, and the ends of its range, all in the unit of the point. */
export interface Sensor {
  noise: number
  decimals: number
  low: number
  high: number
}

/** @returns what the instrument shows for a true value: noise on top, held within the range, rounded to its resolution. */
export const sense = (sensor: Sensor, truth: number, rng: Rng): number => {
  const shown = clamp(truth + sensor.noise * gaussian(rng), sensor.low, sensor.high)
  // Adding 0 turns the -0 that rounding leaves into 0.
  return Number(shown.toFixed(sensor.decimals)) + 0
}
