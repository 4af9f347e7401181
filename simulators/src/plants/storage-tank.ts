import { between, type Rng } from '../rng.ts'
import { approach, clamp } from './plant.ts'
import { ATMOSPHERE_KPA, saturationKPa, type Antoine } from './vapour.ts'

/** A nitrogen-blanketed fixed-roof tank. Pressures are kPa gauge. */
export interface TankDesign {
  volumeM3: number
  product: Antoine
  /** Pump flows, m3/h. */
  fillM3h: number
  drawM3h: number
  /** Time constant of the contents towards the air around, s. */
  thermalTauS: number
  /** Pause between two movements, s. */
  idleS: readonly [shortest: number, longest: number]
}

export interface TankState {
  levelPct: number
  celsius: number
  gaugeKPa: number
  phase: 'idle' | 'filling' | 'drawing'
  idleLeftS: number
  /** Level at which this movement is to end. */
  targetPct: number
}

export interface TankSurroundings {
  outdoorC: number
  /** 0 to 1. */
  sunshine: number
  /** Temperature of arriving product. */
  deliveryC: number
  /** The breather valve is stuck: it passes a fiftieth of its flow. */
  breatherStuck: boolean
}

/** The high-high level closes the inlet valve. */
const OVERFILL_GUARD_PCT = 90.5
const BLANKET_KPA = 0.3
const BREATHER_OPENS_KPA = 0.8
const EMERGENCY_VENT_KPA = 1.75

export const startTank = (levelPct: number, celsius: number, idleLeftS: number): TankState =>
  ({ levelPct, celsius, gaugeKPa: BLANKET_KPA, phase: 'idle', idleLeftS, targetPct: levelPct })

/** One filling in six is stopped late: the operator sees to something else. */
const fillTarget = (rng: Rng): number => (rng() < 1 / 6 ? between(rng, 85.5, 92) : between(rng, 74, 81))

const stepPhase = (state: TankState, design: TankDesign, dtS: number, rng: Rng): Pick<TankState, 'phase' | 'idleLeftS' | 'targetPct'> => {
  const { phase, idleLeftS, targetPct, levelPct } = state
  if (phase === 'idle' && idleLeftS > dtS) return { phase, idleLeftS: idleLeftS - dtS, targetPct }
  if (phase === 'idle' && levelPct < 55) return { phase: 'filling', idleLeftS: 0, targetPct: fillTarget(rng) }
  if (phase === 'idle') return { phase: 'drawing', idleLeftS: 0, targetPct: between(rng, 22, 35) }
  const done = phase === 'filling' ? levelPct >= Math.min(targetPct, OVERFILL_GUARD_PCT) : levelPct <= targetPct
  // A tank filled too high is drawn down soon, not after the usual pause.
  return done ? { phase: 'idle', idleLeftS: levelPct > 84 ? 90 : between(rng, ...design.idleS), targetPct } : { phase, idleLeftS, targetPct }
}

/** Share of the tank that moves in, in % per second; negative when it is drawn. */
const flowPctPerS = (phase: TankState['phase'], design: TankDesign): number => {
  const m3h = phase === 'filling' ? design.fillM3h : phase === 'drawing' ? -design.drawM3h : 0
  return (100 * m3h) / 3600 / design.volumeM3
}

/**
 * Gas space: the rising liquid, warming and evaporation push, the nitrogen valve and the two vents pull towards their set points.
 * The vents are solved implicitly, because they act within seconds while a step may take five.
 */
const stepGasSpace = (state: TankState, levelPct: number, celsius: number, design: TankDesign, around: TankSurroundings, dtS: number): number => {
  const compression = (ATMOSPHERE_KPA * (levelPct - state.levelPct)) / Math.max(3, 100 - levelPct)
  const warming = (ATMOSPHERE_KPA * (celsius - state.celsius)) / (celsius + 273.15)
  const evaporation = 0.2 * (saturationKPa(design.product, celsius) - saturationKPa(design.product, state.celsius))
  const pushed = state.gaugeKPa + compression + warming + evaporation
  if (pushed < BLANKET_KPA) return approach(pushed, BLANKET_KPA, 1.5, dtS)
  const breather = pushed > BREATHER_OPENS_KPA ? (around.breatherStuck ? 0.024 : 1.2) : 0
  const emergency = pushed > EMERGENCY_VENT_KPA ? 3 : 0
  const conductance = (breather + emergency) * dtS
  return (pushed + breather * dtS * BREATHER_OPENS_KPA + emergency * dtS * EMERGENCY_VENT_KPA) / (1 + conductance)
}

/** How far the breather valve is open, in %. */
export const breatherPct = (state: TankState, around: Pick<TankSurroundings, 'breatherStuck'>): number =>
  around.breatherStuck ? 2 : clamp(100 * (state.gaugeKPa - BREATHER_OPENS_KPA + 0.05) / 0.5, 0, 100)

export const stepTank = (state: TankState, design: TankDesign, around: TankSurroundings, dtS: number, rng: Rng): TankState => {
  const moved = stepPhase(state, design, dtS, rng)
  const flow = flowPctPerS(moved.phase, design)
  const levelPct = clamp(state.levelPct + flow * dtS, 0, 100)
  const arriving = flow > 0 ? (flow * dtS) / Math.max(1, levelPct) : 0
  const mixedC = state.celsius + arriving * (around.deliveryC - state.celsius)
  const celsius = approach(mixedC, around.outdoorC + 6 * around.sunshine, design.thermalTauS, dtS)
  return { ...moved, levelPct, celsius, gaugeKPa: stepGasSpace(state, levelPct, celsius, design, around, dtS) }
}
