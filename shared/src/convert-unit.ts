import { gases, type GasName } from './gas.ts'
import { unitNames, unitOf, type Dimension } from './unit.ts'

/** Value in the unit wanted = value x scale + offset. */
export interface Linear {
  scale: number
  offset: number
}

/** What a conversion of a gas depends on. The common "CO 30 mg/m3 = 24 ppm" holds at 0 °C only; at 25 °C it is 26 ppm. */
export interface GasState {
  gas?: GasName | undefined
  /** Of the figure in mass per volume. 25 °C unless said. */
  temperatureC?: number | undefined
  /** 101.325 kPa unless said. */
  pressureKPa?: number | undefined
  /** Lower explosive limit of the gas in %VOL; that of the table unless said. */
  lelVol?: number | undefined
}

export const STANDARD_TEMPERATURE_C = 25
export const STANDARD_PRESSURE_KPA = 101.325

/** L·kPa/(mol·K) */
const GAS_CONSTANT = 8.314462618
const ZERO_CELSIUS_K = 273.15

/** @returns how a value in one unit becomes one in the other; a text when it cannot: what is wrong and what to do. */
export const convertUnit = (from: string, to: string, state: GasState = {}): Linear | string => {
  const source = unitOf(from)
  if (source === undefined) return unknownUnit(from)
  const target = unitOf(to)
  if (target === undefined) return `${JSON.stringify(to)} of the point is no unit that is known, so nothing converts to it: leave unit out and give scale and offset, or correct the unit of the point`
  if (source.dimension === target.dimension) return { scale: source.factor / target.factor, offset: (source.offset - target.offset) / target.factor }
  const up = ratioPerBase(source.dimension, state)
  if (typeof up === 'string') return up
  const down = ratioPerBase(target.dimension, state)
  if (typeof down === 'string') return down
  if (up === undefined || down === undefined) {
    return `${from} (${source.dimension}) does not become ${to} (${target.dimension}): give the unit that the gateway sends, or correct the unit of the point`
  }
  return { scale: source.factor * up / (target.factor * down), offset: 0 }
}

export const unknownUnit = (name: string): string => `${JSON.stringify(name)} is no unit that is known: use one of ${unitNames().join(', ')}; or leave unit out and give scale and offset`

/** @returns what one base unit is as a share of the volume; undefined = it is none. */
const ratioPerBase = (dimension: Dimension, { gas, temperatureC, pressureKPa, lelVol }: GasState): number | string | undefined => {
  if (dimension === 'ratio') return 1
  if (dimension === 'mass concentration') {
    if (gas === undefined) return `between mass and volume the gas must be known: give gas (one of ${Object.keys(gases).join(', ')}), and temperatureC where it is not ${STANDARD_TEMPERATURE_C} °C`
    return GAS_CONSTANT * ((temperatureC ?? STANDARD_TEMPERATURE_C) + ZERO_CELSIUS_K) / ((pressureKPa ?? STANDARD_PRESSURE_KPA) * gases[gas].molarMass * 1e6)
  }
  if (dimension !== 'share of the LEL') return undefined
  const limit = lelVol ?? (gas === undefined ? undefined : gases[gas].lelVol)
  if (limit === undefined) return `%LEL is a share of the LEL of one gas: give gas (one of ${Object.keys(gases).join(', ')}), or lelVol, its LEL in %VOL`
  if (limit === null) return `${gas ?? ''} has no LEL: it does not burn; correct gas, or give lelVol`
  return limit / 1e4
}
