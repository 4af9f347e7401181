import { WINDOW_STEPS, type Fleet } from './fleet-plan.ts'
import { uniformAt } from './hash-counter.ts'
import { kindOf, type LimitKind, type PointKind } from './point-kind.ts'

/** Beyond which limit a point is in one window, and when. Steps are those since the epoch. */
export interface Excursion {
  limit: LimitKind
  firstStep: number
  /** Exclusive. */
  endStep: number
}

const DAY_MS = 86_400_000
/** Of one step to the next; eight terms of the sum leave less than 2 % of it out. */
const PERSISTENCE = 0.6
const TERMS = 8
const WEIGHTS = Array.from({ length: TERMS }, (_, term) => PERSISTENCE ** term)
const WEIGHT_SUM = WEIGHTS.reduce((sum, weight) => sum + weight, 0)

/** Streams of the hash: what a point draws for one purpose tells nothing of what it draws for another. */
const NOISE = 0
const PHASE = 0x1000_0000
const CHANCE = 0x2000_0000
const SHAPE = 0x3000_0000
const HEIGHT = 0x5000_0000

/**
 * The value of a point at a step: a daily swing, noise with a memory (AR(1) with its early terms cut off, so that no state is kept), and
 * excursions. Outside an excursion it stays between the release levels of all its limits; within one it stays beyond its limit.
 * @param point number in the whole fleet. @param ofEnterprise number within its enterprise. @returns two decimals
 */
export const valueAt = (fleet: Fleet, point: number, ofEnterprise: number, step: number): number => {
  const kind = kindOf(ofEnterprise)
  const excursion = excursionIn(fleet, point, Math.floor(step / WINDOW_STEPS))
  const away = excursion !== undefined && step >= excursion.firstStep && step < excursion.endStep
  return twoDecimals(away ? excursionValue(fleet, kind, excursion.limit, point, step) : normalValue(fleet, kind, point, step))
}

const normalValue = ({ seed, intervalMs }: Fleet, kind: PointKind, point: number, step: number): number => {
  const low = kind.L + kind.deadband
  const high = kind.H - kind.deadband
  const turns = ((step * intervalMs) % DAY_MS) / DAY_MS + uniformAt(seed, point ^ PHASE, 0)
  let noise = 0
  for (let term = 0; term < TERMS; term++) noise += (WEIGHTS[term] ?? 0) * (uniformAt(seed, point ^ NOISE, step - term) * 2 - 1)
  // Swing and noise take 0.4 and 0.5 of the half band at most: a tenth of it stays free on each side.
  return (low + high) / 2 + ((high - low) / 2) * (0.4 * Math.sin(2 * Math.PI * turns) + (0.5 * noise) / WEIGHT_SUM)
}

const excursionValue = ({ seed }: Fleet, { L, H, HH, deadband, rangeHigh }: PointKind, limit: LimitKind, point: number, step: number): number => {
  const height = 0.2 + 0.6 * uniformAt(seed, point ^ HEIGHT, step)
  switch (limit) {
    case 'L': return L - height * deadband
    // Below the release level of HH, so that H alone is concerned.
    case 'H': return H + height * (HH - deadband - H)
    case 'HH': return HH + (height * (rangeHigh - HH)) / 2
  }
}

/** @param window steps / WINDOW_STEPS, rounded down. @returns undefined in most windows */
export const excursionIn = ({ seed, points, intervalMs, excursionsPerHour }: Fleet, point: number, window: number): Excursion | undefined => {
  const chance = (excursionsPerHour * WINDOW_STEPS * intervalMs) / (3_600_000 * points)
  if (uniformAt(seed, point ^ CHANCE, window) >= chance) return undefined
  const shape = uniformAt(seed, point ^ SHAPE, window)
  const limit = shape < 0.25 ? 'L' : shape < 0.75 ? 'H' : 'HH'
  const begin = 1 + Math.floor(((shape * 64) % 1) * 3)
  const length = 1 + Math.floor(((shape * 1024) % 1) * (WINDOW_STEPS - 1 - begin))
  const firstStep = window * WINDOW_STEPS + begin
  return { limit, firstStep, endStep: firstStep + length }
}

const twoDecimals = (value: number): number => Math.round(value * 100) / 100
