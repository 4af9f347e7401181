import type { Rng } from '../rng.ts'
import { isUnderWay, startEpisode, stepEpisode, type Episode, type EpisodeHabit } from './episode.ts'
import { stepPlume } from './gas-plume.ts'
import { approach, clamp, type Plant } from './plant.ts'
import { sense, type Sensor } from './sensor.ts'
import { ammonia, ATMOSPHERE_KPA, saturationKPa } from './vapour.ts'
import { outdoorC } from './weather.ts'

export interface AmmoniaState {
  roomC: number
  /** Saturation temperatures: the pressures on both sides follow from them. */
  evaporatingC: number
  condensingC: number
  dischargeC: number
  running: boolean
  /** High-pressure cut-out: stays open until the pressure has fallen. */
  cutOut: boolean
  levelPct: number
  feeding: boolean
  /** Emergency fans, started by a gas alarm (GB 50072-2021 §7.4.1). */
  emergencyFans: boolean
  machineRoomPpm: number
  valveRoomPpm: number
  door: Episode
  doorLeftOpen: Episode
  defrost: Episode
  condenserFanTrip: Episode
  feedValveStuck: Episode
  machineRoomLeak: Episode
  valveRoomLeak: Episode
}

const minutes = (count: number): number => count * 60
const habits = {
  door: { meanWaitS: minutes(8), restS: minutes(2), durationS: [30, 90] },
  doorLeftOpen: { meanWaitS: minutes(55), restS: minutes(25), durationS: [minutes(9), minutes(13)] },
  defrost: { meanWaitS: minutes(10), restS: minutes(45), durationS: [minutes(4), minutes(6)] },
  condenserFanTrip: { meanWaitS: minutes(55), restS: minutes(20), durationS: [minutes(5), minutes(8)] },
  feedValveStuck: { meanWaitS: minutes(60), restS: minutes(20), durationS: [minutes(7), minutes(11)] },
  machineRoomLeak: { meanWaitS: minutes(30), restS: minutes(10), durationS: [60, 200] },
  valveRoomLeak: { meanWaitS: minutes(40), restS: minutes(10), durationS: [60, 200] },
} as const satisfies Record<string, EpisodeHabit>
type EpisodeName = keyof typeof habits

const ROOM_ON_C = -17
const ROOM_OFF_C = -19.5
/** Liquid guard: above it the compressor stops, so that it never draws liquid. */
const LIQUID_GUARD_PCT = 85

const gauge = (kPa: number): number => (kPa - ATMOSPHERE_KPA) / 1000
const suctionMPa = (state: AmmoniaState): number => gauge(saturationKPa(ammonia, state.evaporatingC))
const dischargeMPa = (state: AmmoniaState): number => gauge(saturationKPa(ammonia, state.condensingC))

/** ppm a leak holds at the detector: most are small, one in sixteen would pass 150 if it lasted. */
const leakPpm = (leak: Episode): number => (isUnderWay(leak) ? 10 + 170 * leak.size ** 3 : 0)

const stepEpisodes = (state: AmmoniaState, dtS: number, rng: Rng): Record<EpisodeName, Episode> => {
  const next = (name: EpisodeName): Episode => stepEpisode(state[name], habits[name], dtS, rng)
  return {
    door: next('door'),
    doorLeftOpen: next('doorLeftOpen'),
    defrost: next('defrost'),
    condenserFanTrip: next('condenserFanTrip'),
    feedValveStuck: next('feedValveStuck'),
    machineRoomLeak: next('machineRoomLeak'),
    valveRoomLeak: next('valveRoomLeak'),
  }
}

/** Thermostat with a differential, and the two guards of the compressor. */
const stepCompressor = (state: AmmoniaState): Pick<AmmoniaState, 'running' | 'cutOut'> => {
  const cutOut = state.cutOut ? dischargeMPa(state) > 1.2 : dischargeMPa(state) > 1.72
  const wanted = state.running ? state.roomC > ROOM_OFF_C : state.roomC > ROOM_ON_C
  return { cutOut, running: wanted && !cutOut && !isUnderWay(state.defrost) && state.levelPct < LIQUID_GUARD_PCT }
}

const stepTemperatures = (state: AmmoniaState, dtS: number, outdoor: number) => {
  const { running } = state
  const heat = 0.00006 * (outdoor - state.roomC) + (isUnderWay(state.door) ? 0.002 + 0.004 * state.door.size : 0)
    + (isUnderWay(state.doorLeftOpen) ? 0.011 : 0) + (isUnderWay(state.defrost) ? 0.003 : 0)
  // Cooling power falls with the suction temperature, which keeps the room from being pulled down without end.
  const cooling = running ? 0.0062 * clamp((state.evaporatingC + 45) / 15, 0.3, 1.4) : 0
  const condenserLiftK = running ? (isUnderWay(state.condenserFanTrip) ? 34 : 12) : 3
  return {
    roomC: clamp(state.roomC + (heat - cooling) * dtS, -30, outdoor),
    evaporatingC: approach(state.evaporatingC, state.roomC - (running ? 11 : 3), running ? 60 : 400, dtS),
    condensingC: approach(state.condensingC, outdoor + condenserLiftK, running ? 150 : 400, dtS),
    dischargeC: approach(state.dischargeC, running ? compressedC(state) : outdoor + 8, running ? 45 : 600, dtS),
  }
}

/** Polytropic compression (exponent 1.18: oil-cooled screw compressor) of vapour superheated by 5 K. */
const compressedC = (state: AmmoniaState): number => {
  const ratio = saturationKPa(ammonia, state.condensingC) / saturationKPa(ammonia, state.evaporatingC)
  return (state.evaporatingC + 5 + 273.15) * Math.max(1, ratio) ** (1 - 1 / 1.18) - 273.15
}

/** Low-pressure receiver: the feed valve holds 40 to 50 %, the evaporators draw from it, a defrost sends liquid back. */
const stepReceiver = (state: AmmoniaState, dtS: number): Pick<AmmoniaState, 'levelPct' | 'feeding'> => {
  const stuck = isUnderWay(state.feedValveStuck)
  const feeding = stuck || (state.feeding ? state.levelPct < 50 : state.levelPct < 40)
  const flow = (feeding ? 0.07 : 0) - (state.running ? 0.025 : 0.004) + (isUnderWay(state.defrost) ? 0.015 : 0)
  // Above 75 % the float of the receiver throttles the feed: a stuck valve fills on, but ever more slowly.
  const throttle = state.levelPct > 75 && flow > 0 ? clamp((92 - state.levelPct) / 17, 0, 1) : 1
  return { feeding, levelPct: clamp(state.levelPct + flow * throttle * dtS, 0, 100) }
}

const stepGas = (state: AmmoniaState, dtS: number): Pick<AmmoniaState, 'machineRoomPpm' | 'valveRoomPpm' | 'emergencyFans'> => {
  const worst = Math.max(state.machineRoomPpm, state.valveRoomPpm)
  const emergencyFans = state.emergencyFans ? worst > 15 : worst >= 150
  const fallS = emergencyFans ? 45 : 150
  return {
    emergencyFans,
    machineRoomPpm: stepPlume(state.machineRoomPpm, leakPpm(state.machineRoomLeak), 35, fallS, dtS),
    valveRoomPpm: stepPlume(state.valveRoomPpm, leakPpm(state.valveRoomLeak), 35, fallS, dtS),
  }
}

const pressure = (high: number): Sensor => ({ noise: 0.0015, decimals: 3, low: -0.1, high })
const temperature = (low: number, high: number): Sensor => ({ noise: 0.05, decimals: 1, low, high })
const ammeter: Sensor = { noise: 0.4, decimals: 1, low: 0, high: 200 }
const detector: Sensor = { noise: 0.35, decimals: 0, low: 0, high: 1000 }

/** A one-stage ammonia cold store: compressor, condenser, low-pressure receiver, one freezer room, two gas detectors. */
export const ammoniaRefrigeration: Plant<AmmoniaState> = {
  start: (at, rng) => ({
    roomC: -18.2, evaporatingC: -28, condensingC: outdoorC(at) + 10, dischargeC: outdoorC(at) + 30,
    running: true, cutOut: false, levelPct: 44, feeding: false, emergencyFans: false, machineRoomPpm: 0, valveRoomPpm: 0,
    door: startEpisode(habits.door, rng),
    doorLeftOpen: startEpisode(habits.doorLeftOpen, rng),
    defrost: startEpisode(habits.defrost, rng),
    condenserFanTrip: startEpisode(habits.condenserFanTrip, rng),
    feedValveStuck: startEpisode(habits.feedValveStuck, rng),
    machineRoomLeak: startEpisode(habits.machineRoomLeak, rng),
    valveRoomLeak: startEpisode(habits.valveRoomLeak, rng),
  }),
  step: (state, dtS, at, rng) => {
    const now = { ...state, ...stepEpisodes(state, dtS, rng), ...stepCompressor(state) }
    return { ...now, ...stepTemperatures(now, dtS, outdoorC(at)), ...stepReceiver(now, dtS), ...stepGas(now, dtS) }
  },
  measure: (state, rng) => ({
    'PT-101': sense(pressure(1.5), suctionMPa(state), rng),
    'PT-102': sense(pressure(2.5), dischargeMPa(state), rng),
    'TT-101': sense(temperature(-50, 50), state.evaporatingC + 5, rng),
    'TT-102': sense(temperature(-20, 180), state.dischargeC, rng),
    'IT-101': state.running ? sense(ammeter, 30 + 1.3 * (state.condensingC - state.evaporatingC), rng) : 0,
    'LT-201': sense({ noise: 0.15, decimals: 1, low: 0, high: 100 }, state.levelPct, rng),
    'TT-301': sense(temperature(-40, 40), state.roomC, rng),
    'GD-01': sense(detector, state.machineRoomPpm, rng),
    'GD-02': sense(detector, state.valveRoomPpm, rng),
  }),
}
