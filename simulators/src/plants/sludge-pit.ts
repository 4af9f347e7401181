import { isUnderWay, startEpisode, stepEpisode, type Episode, type EpisodeHabit } from './episode.ts'
import { approach, clamp, type Plant } from './plant.ts'
import { sense } from './sensor.ts'

export interface SludgePitState {
  h2sPpm: number
  oxygenPct: number
  methaneLelPct: number
  waterM: number
  pumping: boolean
  fanOn: boolean
  /** The fan runs by a timer, and against gas or lack of oxygen. */
  fanTimerS: number
  stirredUp: Episode
  fanFailed: Episode
}

const minutes = (count: number): number => count * 60
const stirredUpHabit: EpisodeHabit = { meanWaitS: minutes(40), restS: minutes(15), durationS: [60, 150] }
const fanFailedHabit: EpisodeHabit = { meanWaitS: minutes(90), restS: minutes(35), durationS: [minutes(12), minutes(20)] }
const FAN_ON_S = minutes(8)
const FAN_OFF_S = minutes(12)
const FRESH_AIR_O2_PCT = 20.9

const stepFan = (state: SludgePitState, dtS: number): Pick<SludgePitState, 'fanOn' | 'fanTimerS'> => {
  const timer = state.fanTimerS - dtS
  const byTimer = timer > 0 ? { fanOn: state.fanOn, fanTimerS: timer } : { fanOn: !state.fanOn, fanTimerS: state.fanOn ? FAN_OFF_S : FAN_ON_S }
  if (isUnderWay(state.fanFailed)) return { ...byTimer, fanOn: false }
  return state.h2sPpm > 4 ? { fanOn: true, fanTimerS: Math.max(120, byTimer.fanTimerS) } : byTimer
}

/** A sludge pit of a pickling plant's waste water: gas forms in it, ventilation carries it off, stirring the sludge sets it free. */
export const sludgePit: Plant<SludgePitState> = {
  start: (_at, rng) => ({
    h2sPpm: 0.4, oxygenPct: 20.8, methaneLelPct: 1, waterM: 1.4, pumping: false, fanOn: true, fanTimerS: FAN_ON_S,
    stirredUp: startEpisode(stirredUpHabit, rng),
    fanFailed: startEpisode(fanFailedHabit, rng),
  }),
  step: (state, dtS, _at, rng) => {
    const stirredUp = stepEpisode(state.stirredUp, stirredUpHabit, dtS, rng)
    const now = { ...state, stirredUp, fanFailed: stepEpisode(state.fanFailed, fanFailedHabit, dtS, rng) }
    const fan = stepFan(now, dtS)
    const airChangeTauS = fan.fanOn ? 70 : 2400
    const burst = isUnderWay(stirredUp) ? 0.12 + 0.22 * stirredUp.size : 0
    // What forms settles against what is carried off: the fed value is formation times the air change time.
    const carried = (value: number, formedPerS: number, fresh: number): number => approach(value, fresh + formedPerS * airChangeTauS, airChangeTauS, dtS)
    const pumping = state.pumping ? state.waterM > 0.8 : state.waterM > 2.2
    return {
      ...now, ...fan, pumping,
      h2sPpm: carried(state.h2sPpm, 0.0022 + burst, 0),
      methaneLelPct: carried(state.methaneLelPct, 0.0024 + 0.5 * burst, 0),
      oxygenPct: clamp(carried(state.oxygenPct, -0.0016, FRESH_AIR_O2_PCT), 5, FRESH_AIR_O2_PCT),
      waterM: clamp(state.waterM + (pumping ? -0.004 : 0.0015) * dtS, 0, 3),
    }
  },
  measure: (state, rng) => ({
    'H2S-01': sense({ noise: 0.08, decimals: 1, low: 0, high: 100 }, state.h2sPpm, rng),
    'O2-01': sense({ noise: 0.03, decimals: 1, low: 0, high: 30 }, state.oxygenPct, rng),
    'CH4-01': sense({ noise: 0.2, decimals: 0, low: 0, high: 100 }, state.methaneLelPct, rng),
    'LT-01': sense({ noise: 0.004, decimals: 2, low: 0, high: 3 }, state.waterM, rng),
    'FAN-01': state.fanOn ? 1 : 0,
  }),
}
