import type { Rng } from '../rng.ts'
import { isUnderWay, startEpisode, stepEpisode, type Episode, type EpisodeHabit } from './episode.ts'
import { approach, clamp, type Plant } from './plant.ts'
import { sense } from './sensor.ts'
import { outdoorC } from './weather.ts'

export interface DustState {
  /** Dust the sanders send now, as a share of the rated load. */
  load: number
  /** Pressure drop across the dust cake on the bags, Pa. */
  cakePa: number
  pulsing: boolean
  inletC: number
  hopperC: number
  /** Sparks seen in about the last minute (fades with that time constant). */
  sparks: number
  pause: Episode
  airlockBlocked: Episode
  beltOverheated: Episode
  sparkBurst: Episode
}

const minutes = (count: number): number => count * 60
const habits = {
  pause: { meanWaitS: minutes(30), restS: minutes(30), durationS: [minutes(3), minutes(8)] },
  airlockBlocked: { meanWaitS: minutes(50), restS: minutes(15), durationS: [minutes(3), minutes(6)] },
  beltOverheated: { meanWaitS: minutes(65), restS: minutes(20), durationS: [90, 180] },
  sparkBurst: { meanWaitS: minutes(30), restS: minutes(5), durationS: [25, 60] },
} as const satisfies Record<string, EpisodeHabit>

/** Cleaning on demand: the pulse jets start at the upper and stop at the lower pressure drop. */
const PULSE_ON_PA = 1500
const PULSE_OFF_PA = 1100
/** Pressure drop of clean bags at rated flow. */
const CLEAN_BAG_PA = 620

/** Flow as a share of the rated one: the fan gives way as the bags clog. */
const flowShare = (state: DustState): number => clamp(1 - (state.cakePa + CLEAN_BAG_PA - 1300) / 6000, 0.5, 1.1)
const dropPa = (state: DustState): number => CLEAN_BAG_PA * flowShare(state) ** 2 + state.cakePa

const stepBags = (state: DustState, dtS: number): Pick<DustState, 'cakePa' | 'pulsing'> => {
  const pulsing = dropPa(state) > (state.pulsing ? PULSE_OFF_PA : PULSE_ON_PA)
  // A full hopper is stirred up again: more dust comes onto the bags and what the pulses shake off comes back.
  const blocked = isUnderWay(state.airlockBlocked)
  const growth = 0.7 * state.load * (blocked ? 4.5 : 1)
  const shakenOff = pulsing ? (blocked ? 1.2 : 9) : 0
  return { pulsing, cakePa: clamp(state.cakePa + (growth - shakenOff) * dtS, 150, 3500) }
}

const stepHeat = (state: DustState, dtS: number, outdoor: number): Pick<DustState, 'inletC' | 'hopperC'> => {
  const overheated = isUnderWay(state.beltOverheated) ? 40 + 14 * state.beltOverheated.size : 0
  // Piled-up wood dust warms itself; once it can leave again the hopper cools with its wall.
  const selfHeatingK = isUnderWay(state.airlockBlocked) ? (0.07 + 0.11 * state.airlockBlocked.size) * dtS : 0
  return {
    inletC: approach(state.inletC, outdoor + 4 + 9 * state.load + overheated, 50, dtS),
    hopperC: approach(state.hopperC, outdoor + 5 + 0.35 * (state.inletC - outdoor), 420, dtS) + selfHeatingK,
  }
}

/** Sparks come one by one at random; their number in a step is drawn as a row of chances, each at most one spark a second. */
const stepSparks = (state: DustState, dtS: number, rng: Rng): number => {
  const perSecond = isUnderWay(state.sparkBurst) ? 0.05 + 0.2 * state.sparkBurst.size : 1 / 900
  let born = 0
  for (let left = dtS; left > 0; left -= 1) if (rng() < perSecond * state.load * Math.min(1, left)) born++
  return approach(state.sparks, 0, 60, dtS) + born
}

/** A bag collector behind the sanders of a wood-board line: bags with pulse cleaning, hopper with airlock, fan, spark detector. */
export const dustCollector: Plant<DustState> = {
  start: (at, rng) => ({
    load: 0.9, cakePa: 600, pulsing: false, inletC: outdoorC(at) + 12, hopperC: outdoorC(at) + 9, sparks: 0,
    pause: startEpisode(habits.pause, rng),
    airlockBlocked: startEpisode(habits.airlockBlocked, rng),
    beltOverheated: startEpisode(habits.beltOverheated, rng),
    sparkBurst: startEpisode(habits.sparkBurst, rng),
  }),
  step: (state, dtS, at, rng) => {
    const now: DustState = {
      ...state,
      pause: stepEpisode(state.pause, habits.pause, dtS, rng),
      airlockBlocked: stepEpisode(state.airlockBlocked, habits.airlockBlocked, dtS, rng),
      beltOverheated: stepEpisode(state.beltOverheated, habits.beltOverheated, dtS, rng),
      sparkBurst: stepEpisode(state.sparkBurst, habits.sparkBurst, dtS, rng),
    }
    const load = approach(state.load, isUnderWay(now.pause) ? 0 : 0.92, 25, dtS)
    return { ...now, load, ...stepBags(now, dtS), ...stepHeat(now, dtS, outdoorC(at)), sparks: stepSparks(now, dtS, rng) }
  },
  measure: (state, rng) => ({
    'DC01.DP': sense({ noise: 6, decimals: 0, low: 0, high: 4000 }, dropPa(state), rng),
    'DC01.INLET_T': sense({ noise: 0.1, decimals: 1, low: -20, high: 150 }, state.inletC, rng),
    'DC01.HOPPER_T': sense({ noise: 0.1, decimals: 1, low: -20, high: 150 }, state.hopperC, rng),
    'DC01.AIRLOCK_FAULT': isUnderWay(state.airlockBlocked) ? 1 : 0,
    'DC01.FAN_I': sense({ noise: 0.3, decimals: 1, low: 0, high: 150 }, 30 + 58 * flowShare(state), rng),
    'DC01.DUCT_V': sense({ noise: 0.12, decimals: 1, low: 0, high: 40 }, 22 * flowShare(state), rng),
    'DC01.SPARKS': Math.round(state.sparks),
  }),
}
