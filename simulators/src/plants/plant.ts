import type { Rng } from '../rng.ts'

/**
 * A plant model, pure: everything it knows is in its state, randomness and time are handed in.
 * Temperatures are °C, pressures MPa or kPa as named, durations seconds.
 */
export interface Plant<State> {
  /** A state of settled operation at the epoch time `at` (ms). */
  start(at: number, rng: Rng): State
  /** The state `dtS` seconds later; `at` is the epoch time (ms) of that later state. Models are stable for steps of up to 5 s. */
  step(state: State, dtS: number, at: number, rng: Rng): State
  /** What the instruments show: value by tag. */
  measure(state: State, rng: Rng): Record<string, number>
}

/** A plant under way, with its state kept inside: moves it on and reads its instruments. */
export type PlantRun = (dtS: number, at: number) => Record<string, number>

/** @param at epoch ms of the beginning. */
export const runPlant = <State>(plant: Plant<State>, at: number, rng: Rng): PlantRun => {
  let state = plant.start(at, rng)
  return (dtS, now) => {
    state = plant.step(state, dtS, now, rng)
    return plant.measure(state, rng)
  }
}

/** First-order approach to a target with time constant `tauS`; exact for any step. */
export const approach = (value: number, target: number, tauS: number, dtS: number): number => target + (value - target) * Math.exp(-dtS / tauS)

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
