import type { Rng } from '../rng.ts'
import { isUnderWay, startEpisode, stepEpisode, type Episode, type EpisodeHabit } from './episode.ts'
import { stepPlume } from './gas-plume.ts'
import { clamp, type Plant } from './plant.ts'
import { sense } from './sensor.ts'
import { breatherPct, startTank, stepTank, type TankDesign, type TankState } from './storage-tank.ts'
import { ethanol, methanol } from './vapour.ts'
import { outdoorC, stepWind, sunshine } from './weather.ts'

interface Leak { episode: Episode; lelPct: number }

export interface TankFarmState {
  methanolTank: TankState
  ethanolTank: TankState
  dayTank: TankState
  windMS: number
  coolerFailed: Episode
  breatherStuck: Episode
  dikeLeak: Leak
  pumpLeak: Leak
  loadingLeak: Leak
}

const minutes = (count: number): number => count * 60
/** Two large tanks that move over a day, and a day tank that fills and empties within the hour. */
const methanolTank: TankDesign = { volumeM3: 500, product: methanol, fillM3h: 80, drawM3h: 50, thermalTauS: 40 * 3600, idleS: [3600, 10_800] }
const ethanolTank: TankDesign = { volumeM3: 200, product: ethanol, fillM3h: 60, drawM3h: 35, thermalTauS: 30 * 3600, idleS: [1800, 7200] }
const dayTank: TankDesign = { volumeM3: 20, product: methanol, fillM3h: 45, drawM3h: 30, thermalTauS: 5400, idleS: [120, 420] }

const coolerHabit: EpisodeHabit = { meanWaitS: minutes(70), restS: minutes(25), durationS: [minutes(12), minutes(18)] }
const breatherHabit: EpisodeHabit = { meanWaitS: minutes(40), restS: minutes(20), durationS: [minutes(6), minutes(12)] }
const leakHabit: EpisodeHabit = { meanWaitS: minutes(55), restS: minutes(10), durationS: [60, 180] }

const startLeak = (rng: Rng): Leak => ({ episode: startEpisode(leakHabit, rng), lelPct: 0 })

/** Wind thins the vapour: what a leak holds at the detector is inverse to the wind speed. */
const stepLeak = (leak: Leak, windMS: number, dtS: number, rng: Rng): Leak => {
  const episode = stepEpisode(leak.episode, leakHabit, dtS, rng)
  const fed = isUnderWay(episode) ? clamp(((10 + 50 * episode.size ** 2) * 3) / Math.max(1, windMS), 0, 100) : 0
  return { episode, lelPct: stepPlume(leak.lelPct, fed, 25, 40 * (3 / Math.max(1, windMS)), dtS) }
}

const measureTank = (name: string, tank: TankState, breatherStuck: boolean, rng: Rng): Record<string, number> => ({
  [`${name}.LEVEL`]: sense({ noise: 0.05, decimals: 1, low: 0, high: 100 }, tank.levelPct, rng),
  [`${name}.TEMP`]: sense({ noise: 0.05, decimals: 1, low: -40, high: 80 }, tank.celsius, rng),
  [`${name}.PRESS`]: sense({ noise: 0.01, decimals: 2, low: -0.5, high: 5 }, tank.gaugeKPa, rng),
  [`${name}.BREATHER`]: sense({ noise: 0, decimals: 0, low: 0, high: 100 }, breatherPct(tank, { breatherStuck }), rng),
})

/** Alcohol tank farm: three blanketed tanks, combustible gas detectors at the dike, the pumps and the loading bay, wind. */
export const tankFarm: Plant<TankFarmState> = {
  start: (at, rng) => ({
    methanolTank: startTank(62, outdoorC(at), 1800),
    ethanolTank: startTank(41, outdoorC(at), 600),
    dayTank: startTank(48, outdoorC(at) + 2, 60),
    windMS: 3,
    coolerFailed: startEpisode(coolerHabit, rng),
    breatherStuck: startEpisode(breatherHabit, rng),
    dikeLeak: startLeak(rng),
    pumpLeak: startLeak(rng),
    loadingLeak: startLeak(rng),
  }),
  step: (state, dtS, at, rng) => {
    const windMS = stepWind(state.windMS, dtS, rng)
    const coolerFailed = stepEpisode(state.coolerFailed, coolerHabit, dtS, rng)
    const breatherStuck = stepEpisode(state.breatherStuck, breatherHabit, dtS, rng)
    const outdoor = outdoorC(at)
    const around = { outdoorC: outdoor, sunshine: sunshine(at), deliveryC: outdoor + 3, breatherStuck: false }
    // Only the day tank is fed straight from the process, through the product cooler, and only its breather sticks.
    const aroundDayTank = { ...around, deliveryC: isUnderWay(coolerFailed) ? 54 : 26, breatherStuck: isUnderWay(breatherStuck) }
    return {
      methanolTank: stepTank(state.methanolTank, methanolTank, around, dtS, rng),
      ethanolTank: stepTank(state.ethanolTank, ethanolTank, around, dtS, rng),
      dayTank: stepTank(state.dayTank, dayTank, aroundDayTank, dtS, rng),
      windMS, coolerFailed, breatherStuck,
      dikeLeak: stepLeak(state.dikeLeak, windMS, dtS, rng),
      pumpLeak: stepLeak(state.pumpLeak, windMS, dtS, rng),
      loadingLeak: stepLeak(state.loadingLeak, windMS, dtS, rng),
    }
  },
  measure: (state, rng) => {
    const detector = { noise: 0.25, decimals: 0, low: 0, high: 100 }
    return {
      ...measureTank('TK101', state.methanolTank, false, rng),
      ...measureTank('TK102', state.ethanolTank, false, rng),
      ...measureTank('TK103', state.dayTank, isUnderWay(state.breatherStuck), rng),
      'GD-101': sense(detector, state.dikeLeak.lelPct, rng),
      'GD-102': sense(detector, state.pumpLeak.lelPct, rng),
      'GD-103': sense(detector, state.loadingLeak.lelPct, rng),
      'WS-101': sense({ noise: 0.1, decimals: 1, low: 0, high: 60 }, state.windMS, rng),
    }
  },
}
