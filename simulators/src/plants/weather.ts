import { gaussian, type Rng } from '../rng.ts'
import { approach } from './plant.ts'

const DAY_MS = 86_400_000
/** China Standard Time, without daylight saving. */
const ZONE_MS = 8 * 3_600_000

/** Outdoor temperature in °C of a mild day: 11 °C before dawn (03:00), 25 °C in the afternoon (15:00). */
export const outdoorC = (at: number): number => 18 - 7 * Math.cos((2 * Math.PI * (at + ZONE_MS - 3 * 3_600_000)) / DAY_MS)

/** Share of full sunshine, 0 at night to 1 at noon. */
export const sunshine = (at: number): number => Math.max(0, -Math.cos((2 * Math.PI * (at + ZONE_MS)) / DAY_MS))

/** Wind speed in m/s one step on: wanders about 3 m/s within some minutes, never below 0.2. */
export const stepWind = (wind: number, dtS: number, rng: Rng): number => {
  const tauS = 300
  const spread = 1.1 * Math.sqrt(1 - Math.exp((-2 * dtS) / tauS))
  return Math.max(0.2, approach(wind, 3, tauS, dtS) + spread * gaussian(rng))
}
