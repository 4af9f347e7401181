import { gaussian, type Rng } from '../rng.ts'
import { isUnderWay, startEpisode, stepEpisode, type Episode, type EpisodeHabit } from './episode.ts'
import { stepPlume } from './gas-plume.ts'
import { approach, clamp, type Plant } from './plant.ts'
import { sense } from './sensor.ts'

export interface GasHolderState {
  /** Stroke of the piston in % of the full one. */
  levelPct: number
  /** What the furnaces send less what the users draw, % of the holder per second. */
  surplus: number
  mainKPa: number
  coHolder: number
  coBooster: number
  userTripped: Episode
  supplyDip: Episode
  holderLeak: Episode
  boosterLeak: Episode
}

const minutes = (count: number): number => count * 60
const habits = {
  userTripped: { meanWaitS: minutes(55), restS: minutes(20), durationS: [minutes(6), minutes(10)] },
  supplyDip: { meanWaitS: minutes(60), restS: minutes(20), durationS: [minutes(4), minutes(7)] },
  holderLeak: { meanWaitS: minutes(55), restS: minutes(10), durationS: [60, 180] },
  boosterLeak: { meanWaitS: minutes(35), restS: minutes(10), durationS: [60, 180] },
} as const satisfies Record<string, EpisodeHabit>

const leakPpm = (leak: Episode): number => (isUnderWay(leak) ? 12 + 190 * leak.size ** 3 : 0)

/** The dispatcher evens the balance out towards half a stroke; production itself wanders within some minutes. */
const stepSurplus = (state: GasHolderState, dtS: number, rng: Rng): number => {
  const tauS = 180
  const wander = 0.015 * Math.sqrt(1 - Math.exp((-2 * dtS) / tauS)) * gaussian(rng)
  return approach(state.surplus, 0.0015 * (50 - state.levelPct), tauS, dtS) + wander
}

/** Main pressure: set by the weight of the piston, lower while supply dips, higher when a user drops off. */
const mainTargetKPa = (state: GasHolderState): number =>
  8 + (isUnderWay(state.userTripped) ? 1.2 : 0) - (isUnderWay(state.supplyDip) ? 4 + 2.8 * state.supplyDip.size : 0)

/** Converter gas of a steel works: dry gas holder, gas main, CO detectors at the holder and the booster house. */
export const gasHolder: Plant<GasHolderState> = {
  start: (_at, rng) => ({
    levelPct: 52, surplus: 0, mainKPa: 8, coHolder: 0, coBooster: 0,
    userTripped: startEpisode(habits.userTripped, rng),
    supplyDip: startEpisode(habits.supplyDip, rng),
    holderLeak: startEpisode(habits.holderLeak, rng),
    boosterLeak: startEpisode(habits.boosterLeak, rng),
  }),
  step: (state, dtS, _at, rng) => {
    const now: GasHolderState = {
      ...state,
      userTripped: stepEpisode(state.userTripped, habits.userTripped, dtS, rng),
      supplyDip: stepEpisode(state.supplyDip, habits.supplyDip, dtS, rng),
      holderLeak: stepEpisode(state.holderLeak, habits.holderLeak, dtS, rng),
      boosterLeak: stepEpisode(state.boosterLeak, habits.boosterLeak, dtS, rng),
    }
    const upset = (isUnderWay(now.userTripped) ? 0.06 + 0.05 * now.userTripped.size : 0) - (isUnderWay(now.supplyDip) ? 0.06 + 0.06 * now.supplyDip.size : 0)
    const surplus = stepSurplus(now, dtS, rng)
    // At 92 % the holder's bleeder opens and flares what still arrives.
    const ceiling = Math.max(92, state.levelPct)
    return {
      ...now,
      surplus,
      levelPct: clamp(state.levelPct + (surplus + upset) * dtS, 3, ceiling),
      mainKPa: approach(state.mainKPa, mainTargetKPa(now), 20, dtS),
      coHolder: stepPlume(state.coHolder, leakPpm(now.holderLeak), 25, 70, dtS),
      coBooster: stepPlume(state.coBooster, leakPpm(now.boosterLeak), 25, 70, dtS),
    }
  },
  measure: (state, rng) => {
    const detector = { noise: 0.6, decimals: 0, low: 0, high: 500 }
    return {
      'GH01.LEVEL': sense({ noise: 0.08, decimals: 1, low: 0, high: 100 }, state.levelPct, rng),
      'GM01.PRESS': sense({ noise: 0.03, decimals: 2, low: 0, high: 20 }, state.mainKPa, rng),
      'CO-01': sense(detector, state.coHolder + 2, rng),
      'CO-02': sense(detector, state.coBooster + 2, rng),
    }
  },
}
