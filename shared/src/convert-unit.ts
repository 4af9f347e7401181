import { gases, gasNames, type GasName } from './gas.ts'
import { unitNames, unitOf, type Dimension } from './unit.ts'
import { isWords, type Words } from './words.ts'

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

const dimensionInChinese: Record<Dimension, string> = {
  'temperature': '温度', 'pressure': '压力', 'length': '长度', 'volume': '体积', 'mass': '质量', 'volume flow': '体积流量', 'mass flow': '质量流量', 'speed': '速度', 'frequency': '频率', 'time': '时间',
  'current': '电流', 'voltage': '电压', 'power': '功率', 'ratio': '比值', 'mass concentration': '质量浓度', 'share of the LEL': '爆炸下限百分比',
}

/** @returns how a value in one unit becomes one in the other; words when it cannot: what is wrong and what to do. */
export const convertUnit = (from: string, to: string, state: GasState = {}): Linear | Words => {
  const source = unitOf(from)
  if (source === undefined) return unknownUnit(from)
  const target = unitOf(to)
  if (target === undefined) {
    return {
      en: `${JSON.stringify(to)} of the point is no unit that is known, so nothing converts to it: leave unit out and give scale and offset, or correct the unit of the point`,
      zh: `测点的单位 ${JSON.stringify(to)} 无法识别，没有单位能换算成它：去掉 unit，改用 scale 和 offset，或更正测点的单位`,
    }
  }
  if (source.dimension === target.dimension) return { scale: source.factor / target.factor, offset: (source.offset - target.offset) / target.factor }
  const up = ratioPerBase(source.dimension, state)
  if (isWords(up)) return up
  const down = ratioPerBase(target.dimension, state)
  if (isWords(down)) return down
  if (up === undefined || down === undefined) {
    return {
      en: `${from} (${source.dimension}) does not become ${to} (${target.dimension}): give the unit that the gateway sends, or correct the unit of the point`,
      zh: `${from}（${dimensionInChinese[source.dimension]}）不能换算为 ${to}（${dimensionInChinese[target.dimension]}）：写网关上送的单位，或更正测点的单位`,
    }
  }
  return { scale: source.factor * up / (target.factor * down), offset: 0 }
}

export const unknownUnit = (name: string): Words => ({
  en: `${JSON.stringify(name)} is no unit that is known: use one of ${unitNames().join(', ')}; or leave unit out and give scale and offset`,
  zh: `单位 ${JSON.stringify(name)} 无法识别：可用 ${unitNames().join(', ')}；或去掉 unit，改用 scale 和 offset`,
})

/** @returns what one base unit is as a share of the volume; undefined = it is none. */
const ratioPerBase = (dimension: Dimension, { gas, temperatureC, pressureKPa, lelVol }: GasState): number | Words | undefined => {
  if (dimension === 'ratio') return 1
  if (dimension === 'mass concentration') {
    if (gas === undefined) {
      return {
        en: `between mass and volume the gas must be known: give gas (one of ${gasNames.join(', ')}), and temperatureC where it is not ${STANDARD_TEMPERATURE_C} °C`,
        zh: `质量浓度与体积浓度换算须知道是什么气体：写上 gas（可用 ${gasNames.join(', ')}），温度不是 ${STANDARD_TEMPERATURE_C} °C 时再写 temperatureC`,
      }
    }
    return GAS_CONSTANT * ((temperatureC ?? STANDARD_TEMPERATURE_C) + ZERO_CELSIUS_K) / ((pressureKPa ?? STANDARD_PRESSURE_KPA) * gases[gas].molarMass * 1e6)
  }
  if (dimension !== 'share of the LEL') return undefined
  const limit = lelVol ?? (gas === undefined ? undefined : gases[gas].lelVol)
  if (limit === undefined) {
    return {
      en: `%LEL is a share of the LEL of one gas: give gas (one of ${gasNames.join(', ')}), or lelVol, its LEL in %VOL`,
      zh: `%LEL 是某种气体爆炸下限的百分比：写上 gas（可用 ${gasNames.join(', ')}），或 lelVol（该气体的爆炸下限，%VOL）`,
    }
  }
  if (limit === null) return { en: `${gas ?? ''} has no LEL: it does not burn; correct gas, or give lelVol`, zh: `${gas ?? ''} 没有爆炸下限，它不可燃；更正 gas，或写上 lelVol` }
  return limit / 1e4
}
