import type { HealthyRows } from '../detect/multivariate/healthy-rows.ts'

/** A seeded generator (Lehmer 1951, Park & Miller's multiplier of 1993) of normal numbers. */
export const createNormal = (seed: number) => {
  let state = (seed % 2_147_483_646) + 1
  const next = () => (state = state * 48_271 % 2_147_483_647) / 2_147_483_647
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

/** Flow, pressure, current and temperature of a pump: coupled by the load; the temperature wanders. One row a second. */
export const PUMP_CHANNELS = 4
const TEMPERATURE = 3

/** @param disturb changes a row in place, by its number */
export const pumpRows = (seed: number, count: number, disturb: (row: number, values: number[]) => void = () => undefined): HealthyRows => {
  const normal = createNormal(seed)
  let load = 0
  let warmth = 60
  const values: number[] = []
  for (let row = 0; row < count; row++) {
    load = 0.5 * load + normal()
    warmth += 0.02 * normal()
    const sample = [32 + 0.8 * load + 0.3 * normal(), 2.5 + 0.05 * load + 0.03 * normal(), 11 + 0.4 * load + 0.2 * normal(), warmth + 0.01 * normal()]
    disturb(row, sample)
    values.push(...sample)
  }
  return { times: Float64Array.from({ length: count }, (_, row) => 1_700_000_000_000 + row * 1000), values: Float64Array.from(values), channels: PUMP_CHANNELS }
}

export const setTemperature = (values: number[], change: number): void => { values[TEMPERATURE] = (values[TEMPERATURE] ?? 0) + change }
