import { chanceOf, type Chance } from '../chance.ts'

/**
 * Runs of an imagined water circulation rig, always the same for a seed: what the multivariate detector can be tried on where SKAB itself is not at hand.
 * It takes over what SKAB's public description says and nothing of its data: the eight channels, a row a second, some 1,100 rows of which 400 are healthy,
 * one fault a run, of the kinds and in the shares of its folders, and the way back afterwards.
 */
export interface RigRun {
  readonly name: string
  readonly times: Float64Array
  /** Row-major, one column per channel of `RIG_CHANNELS`. */
  readonly values: Float64Array
  /** 1 in the rows of the fault. */
  readonly anomaly: Uint8Array
}

export const RIG_CHANNELS = ['Accelerometer1RMS', 'Accelerometer2RMS', 'Current', 'Pressure', 'Temperature', 'Thermocouple', 'Voltage', 'RateRMS'] as const
const P = RIG_CHANNELS.length
const [VIBRATION1, VIBRATION2, CURRENT, PRESSURE, MOTOR_HEAT, WATER_HEAT, VOLTAGE, FLOW] = [0, 1, 2, 3, 4, 5, 6, 7] as const

/** What a fault does to the rig at a strength of 0 to 1: shifts in units of a channel's noise, and how much wider the noise gets. */
interface Fault { name: string, count: number, shift: Partial<Record<number, number>>, wider?: Partial<Record<number, number>>, course: Course, lasting: number }

/** Strength of the fault over its own time, 0 to 1. */
type Course = 'valve' | 'sudden' | 'linear' | 'steps' | 'pulse' | 'exponential'

const faults: readonly Fault[] = [
  { name: 'inlet valve', count: 16, shift: { [FLOW]: -14, [CURRENT]: -1.5, [VIBRATION1]: -1.5, [VIBRATION2]: 1.5 }, course: 'valve', lasting: 0.02 },
  { name: 'outlet valve', count: 4, shift: { [FLOW]: -10, [PRESSURE]: 1, [VIBRATION1]: 1.5, [CURRENT]: -0.8 }, course: 'valve', lasting: 0.03 },
  { name: 'leak and addition', count: 4, shift: { [FLOW]: -3, [VIBRATION2]: 1.5, [WATER_HEAT]: -4 }, course: 'linear', lasting: 0.3 },
  { name: 'rotor imbalance', count: 1, shift: { [VIBRATION1]: 5, [VIBRATION2]: 4 }, wider: { [VIBRATION1]: 2 }, course: 'sudden', lasting: 0.1 },
  { name: 'rotor imbalance', count: 1, shift: { [VIBRATION1]: 6, [VIBRATION2]: 4 }, wider: { [VIBRATION1]: 2 }, course: 'linear', lasting: 0.1 },
  { name: 'rotor imbalance', count: 1, shift: { [VIBRATION1]: 6, [VIBRATION2]: 4 }, wider: { [VIBRATION1]: 2 }, course: 'steps', lasting: 0.1 },
  { name: 'rotor imbalance', count: 1, shift: { [VIBRATION1]: 9, [VIBRATION2]: 6 }, course: 'pulse', lasting: 0.1 },
  { name: 'rotor imbalance', count: 1, shift: { [VIBRATION1]: 8, [VIBRATION2]: 5 }, wider: { [VIBRATION1]: 2 }, course: 'exponential', lasting: 0.1 },
  { name: 'more water', count: 1, shift: { [FLOW]: 3, [VIBRATION1]: 1 }, course: 'linear', lasting: 0.6 },
  { name: 'more water', count: 1, shift: { [FLOW]: 4, [VIBRATION1]: 1.5 }, course: 'sudden', lasting: 0.6 },
  { name: 'cavitation', count: 1, shift: { [FLOW]: -8, [VIBRATION1]: 3, [CURRENT]: -2 }, wider: { [FLOW]: 4, [VIBRATION2]: 2 }, course: 'linear', lasting: 0.3 },
  { name: 'two-phase flow', count: 1, shift: { [FLOW]: -6, [CURRENT]: -1.5 }, wider: { [FLOW]: 5, [CURRENT]: 2 }, course: 'sudden', lasting: 0.3 },
  { name: 'hot water', count: 1, shift: { [WATER_HEAT]: 60, [MOTOR_HEAT]: 10, [FLOW]: 1 }, course: 'linear', lasting: 0.5 },
]

/** How a rig behaves, beside what all rigs have in common. */
export interface RigHabits {
  /** How far the temperatures and the other channels wander, and how steadily the temperatures climb or fall, in units of the noise a row. */
  heatWanders: number
  othersWander: number
  heatRamps: number
  /** Share of what a channel has wandered that is left a row later. */
  wanderLasts: number
  /** How slowly and how far the width of the noise changes (deviation of its logarithm). */
  noiseBreathes: number
  /** Share of the runs that begin while the rig still settles, and from how far. */
  startsUnsettled: number
  unsettledBy: number
  /** Faults: their size, how long a valve takes, in how many rows what is put right comes back, and how much of it stays. */
  faultSize: number
  valveTakes: number
  comesBackIn: number
  stays: number
}

/** The rig as it was imagined first; then two whose habits were searched so that what was published of SKAB happens on them too (`bench-ablation.ts`). */
export const rigs = {
  imagined: { heatWanders: 1, othersWander: 1, heatRamps: 0, wanderLasts: 0.995, noiseBreathes: 0, startsUnsettled: 0.35, unsettledBy: 2, faultSize: 1, valveTakes: 1, comesBackIn: 12, stays: 1 },
  'like the ablations, slow valves': { heatWanders: 2.9, othersWander: 0.56, heatRamps: 0.016, wanderLasts: 0.994, noiseBreathes: 0.15, startsUnsettled: 0.72, unsettledBy: 2.2, faultSize: 1.5, valveTakes: 4.1, comesBackIn: 17, stays: 0.74 },
  'like the ablations, fast valves': { heatWanders: 0.99, othersWander: 0.71, heatRamps: 0.018, wanderLasts: 0.995, noiseBreathes: 0.04, startsUnsettled: 0.39, unsettledBy: 3.1, faultSize: 1.2, valveTakes: 0.66, comesBackIn: 18, stays: 0.76 },
} as const satisfies Record<string, RigHabits>

/** @returns the 34 runs of a seed. */
export const rigRuns = (seed: number, habits: RigHabits = rigs.imagined): RigRun[] =>
  faults.flatMap((fault) => Array.from({ length: fault.count }, () => fault)).map((fault, index) => rigRun(chanceOf(seed * 1000 + index), fault, index, habits))

const START = Date.UTC(2020, 2, 9, 10)

const rigRun = (chance: Chance, fault: Fault, index: number, habits: RigHabits): RigRun => {
  const { uniform, normal } = chance
  const rows = Math.round(1050 + 150 * uniform())
  const from = Math.round(540 + 60 * uniform())
  const to = Math.min(rows - 90, from + Math.round(350 + 80 * uniform()))
  const rig = new Rig(chance, habits)
  const strength = courseOf(fault, from, to, habits.faultSize * (0.4 + 0.8 * uniform()), chance, habits)
  const values = new Float64Array(rows * P)
  const times = new Float64Array(rows)
  const anomaly = new Uint8Array(rows)
  let time = START + index * 3_600_000
  for (let row = 0; row < rows; row++) {
    time += uniform() < 0.03 ? 2000 : 1000
    times[row] = time
    anomaly[row] = row >= from && row < to ? 1 : 0
    rig.step(fault, strength(row), normal)
    values.set(rig.measured, row * P)
  }
  return { name: `${String(index).padStart(2, '0')} ${fault.name}`, times, values, anomaly }
}

const courseOf = ({ course, lasting }: Fault, from: number, to: number, size: number, { uniform }: Chance, habits: RigHabits): (row: number) => number => {
  const opening = habits.valveTakes * (15 + 25 * uniform())
  const steps = 3 + Math.floor(3 * uniform())
  const shapes: Readonly<Record<Course, (share: number, row: number) => number>> = {
    valve: (_, row) => Math.min(1, (row - from + 8) / opening, (to - row + 12) / opening),
    sudden: () => 1,
    linear: (share) => 0.15 + 0.85 * share,
    steps: (share) => (1 + Math.floor(share * steps)) / steps,
    pulse: (share) => 0.2 + Math.exp(-(((share % 0.25) / 0.25) * 3)),
    exponential: (share) => Math.expm1(3 * share + 0.4) / Math.expm1(3.4),
  }
  return (row) => {
    if (row < from) return 0
    if (row < to) return size * shapes[course]((row - from) / (to - from), row)
    // What is put right is not at once, and not always quite, as it was.
    return size * Math.max(0.6 * Math.exp(-(row - to) / habits.comesBackIn), lasting * habits.stays)
  }
}

/** The healthy rig: channels that share the pump's load, temperatures that wander, noise that slowly changes. */
class Rig {
  readonly measured = new Float64Array(P)
  private readonly usual: readonly number[]
  private readonly noise: readonly number[]
  private readonly wander = new Float64Array(P)
  private readonly restless: readonly number[]
  private load = 0
  private ripple = 0
  /** Some runs begin while the rig still settles. */
  private readonly settling: readonly number[]
  private readonly settles: number
  private unsettled = 1
  private readonly habits: RigHabits
  private readonly ramp: readonly number[]
  /** Logarithm of how wide the noise of each channel is now. */
  private readonly breath = new Float64Array(P)

  constructor({ uniform, normal }: Chance, habits: RigHabits) {
    this.habits = habits
    this.usual = [0.027 + 0.002 * normal(), 0.04 + 0.002 * normal(), 1.3 + 0.2 * normal(), 0.2, 70 + 8 * normal(), 26 + 2 * normal(), 230 + 3 * normal(), uniform() < 0.6 ? 32 : 125]
    this.noise = [0.0006, 0.0007, 0.25, 0.25, 0.12, 0.03, 11, 0.45]
    // Between channels and runs, how far the level wanders in a row, in units of the noise.
    this.restless = [0.04, 0.04, 0.015, 0, 0.7, 2, 0.01, 0.04].map((size, i) => size * (isHeat(i) ? habits.heatWanders : habits.othersWander) * Math.exp(0.6 * normal()))
    this.ramp = this.noise.map((_, i) => (isHeat(i) ? habits.heatRamps * normal() : 0))
    this.settles = Math.exp(-1 / (20 + 60 * uniform()))
    const much = uniform() < habits.startsUnsettled ? habits.unsettledBy : 0
    this.settling = this.noise.map((_, i) => (i === PRESSURE ? 0 : much * normal()))
  }

  step({ shift, wider = {} }: Fault, strength: number, normal: () => number): void {
    this.load = 0.85 * this.load + 0.5 * normal()
    this.ripple = 0.4 * this.ripple + 0.9 * normal()
    this.unsettled *= this.settles
    const shared = [0.6, 0.5, 0.6, 0.2, 0, 0, 0.4, 0.7]
    for (let i = 0; i < P; i++) {
      this.wander[i] = this.wander[i]! * this.habits.wanderLasts + this.restless[i]! * normal() + this.ramp[i]!
      this.breath[i] = 0.998 * this.breath[i]! + 0.063 * this.habits.noiseBreathes * normal()
      const common = i === VIBRATION1 || i === VIBRATION2 ? this.ripple : this.load
      const own = Math.exp(this.breath[i]!) * (1 + strength * ((wider[i] ?? 1) - 1)) * (normal() + shared[i]! * common)
      this.measured[i] = rounded(i, this.usual[i]! + this.noise[i]! * (own + this.wander[i]! + this.unsettled * this.settling[i]! + strength * (shift[i] ?? 0)))
    }
  }
}

const isHeat = (channel: number): boolean => channel === MOTOR_HEAT || channel === WATER_HEAT

/** What the meters resolve: pressure in coarse steps, the flow in hundredths of a litre a minute. */
const rounded = (channel: number, value: number): number => {
  if (channel === PRESSURE) return 0.0547 + 0.328 * Math.round((value - 0.0547) / 0.328)
  if (channel === FLOW) return Math.round(value * 100) / 100
  return channel === VOLTAGE ? Math.round(value * 1000) / 1000 : Number(value.toPrecision(7))
}
