import { between, type Rng } from '../rng.ts'
import { clamp, type PlantRun } from './plant.ts'
import { sense, type Sensor } from './sensor.ts'

const MINUTE_MS = 60_000
/** After it is mended, gas that has seeped out is carried off within this time. */
const CARRIED_OFF_MS = 150_000

/** Something that goes wrong slowly on one point, once, and is mended: what an early warning is to find before a limit does. */
export interface TroubleHabit {
  /** `drifting`: an instrument that walks away from `like`; `stuck`: one that goes on showing its last value; `leaking`: gas that seeps out and gathers. */
  kind: 'drifting' | 'stuck' | 'leaking'
  tag: string
  /** Begins so many minutes after the start. */
  afterMin: readonly [earliest: number, latest: number]
  lastsMin: number
  /** In the unit of the point; 0 for stuck. */
  perMinute: number
  /** Instrument of a point that the plant model does not have; a stuck one needs none. */
  sensor?: Sensor
  /** Tag that sees the same. */
  like?: string
}

/** The truth: from when until when, epoch ms. */
export interface Trouble extends TroubleHabit { from: number; until: number }

/** @param at epoch ms of the beginning of the plant. */
export const planTroubles = (habits: readonly TroubleHabit[], at: number, rng: Rng): Trouble[] => habits.map((habit) => {
  const from = at + Math.round(between(rng, ...habit.afterMin) * 60) * 1000
  return { ...habit, from, until: from + habit.lastsMin * MINUTE_MS }
})

/** A plant with its troubles. They draw from a stream of their own: the series of all other points stay as they are without. */
export const troublePlant = (run: PlantRun, troubles: readonly Trouble[], rng: Rng): PlantRun => {
  const held = new Map<string, number>()
  return (dtS, at) => {
    const measured = run(dtS, at)
    for (const trouble of troubles) measured[trouble.tag] = shown(trouble, measured, held, at, rng)
    return measured
  }
}

const shown = (trouble: Trouble, measured: Readonly<Record<string, number>>, held: Map<string, number>, at: number, rng: Rng): number => {
  const { kind, tag, from, until, perMinute, sensor, like } = trouble
  if (kind === 'stuck') {
    const value = (at >= from && at < until ? held.get(tag) : undefined) ?? measured[tag] ?? 0
    held.set(tag, value)
    return value
  }
  const gone = (perMinute * (clamp(at, from, until) - from)) / MINUTE_MS
  const after = kind === 'leaking' ? Math.exp(-Math.max(0, at - until) / CARRIED_OFF_MS) : Number(at < until)
  const truth = (like === undefined ? 0 : measured[like] ?? 0) + gone * after
  return sensor === undefined ? truth : sense(sensor, truth, rng)
}
