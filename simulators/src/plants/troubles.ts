import { between, type Rng } from '../rng.ts'
import { clamp, type PlantRun } from './plant.ts'
import { sense, type Sensor } from './sensor.ts'

const MINUTE_MS = 60_000
/** After it is mended, gas that has seeped out is carried off within this time. */
const CARRIED_OFF_MS = 150_000

/** Something that goes wrong slowly on one point, once, and is mended: what an early warning is to find before a limit does. */
export interface TroubleHabit {
  /**
   * `drifting`: an instrument that walks away from `like`; `stuck`: one that goes on showing its last value; `leaking`: gas that seeps out and gathers;
   * `swinging`: a machine that grows restless about its usual level.
   */
  kind: 'drifting' | 'stuck' | 'leaking' | 'swinging'
  tag: string
  /** Begins so many minutes after the start. */
  afterMin: readonly [earliest: number, latest: number]
  lastsMin: number
  /** In the unit of the point, of the amplitude where it swings; 0 for stuck. */
  perMinute: number
  /** Of what swings. */
  swing?: { usual: number, periodS: number }
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
  const { kind, tag, sensor, like } = trouble
  if (kind === 'stuck') return stuckAt(trouble, measured[tag] ?? 0, held, at)
  const truth = kind === 'swinging' ? swung(trouble, at) : (like === undefined ? 0 : measured[like] ?? 0) + gone(trouble, at)
  return sensor === undefined ? truth : sense(sensor, truth, rng)
}

const stuckAt = ({ tag, from, until }: Trouble, measured: number, held: Map<string, number>, at: number): number => {
  const value = (at >= from && at < until ? held.get(tag) : undefined) ?? measured
  held.set(tag, value)
  return value
}

const swung = ({ from, until, perMinute, swing: { usual, periodS } = { usual: 0, periodS: 30 } }: Trouble, at: number): number =>
  usual + (at >= from && at < until ? (perMinute * (at - from)) / MINUTE_MS * Math.sin((2 * Math.PI * (at - from)) / (1000 * periodS)) : 0)

/** How far it has gone: an instrument is itself again when it is mended, gas takes its time. */
const gone = ({ kind, from, until, perMinute }: Trouble, at: number): number =>
  (perMinute * (clamp(at, from, until) - from)) / MINUTE_MS * (kind === 'leaking' ? Math.exp(-Math.max(0, at - until) / CARRIED_OFF_MS) : Number(at < until))
