import { describe, expect, it } from 'vitest'
import { convertUnit, type GasState } from './convert-unit.ts'
import { gases, type GasName } from './gas.ts'
import { saidInChinese } from './testing/said-in-chinese.ts'
import { unitNames } from './unit.ts'
import { isWords } from './words.ts'

const convert = (value: number, from: string, to: string, state?: GasState): number => {
  const converted = convertUnit(from, to, state)
  if (isWords(converted)) throw new Error(converted.en)
  return value * converted.scale + converted.offset
}

/** Alarm set-points of GB/T 50493 in mg/m3 with their published ppm at 25 °C, and one more digit than the tables print. */
const setPoints: [gas: GasName, mg: number, ppm: number][] = [
  ['H2S', 10, 7.17], ['H2S', 20, 14.35], ['CO', 20, 17.46], ['CO', 40, 34.94], ['Cl2', 1, 0.345], ['Cl2', 2, 0.69], ['NH3', 20, 28.73], ['NH3', 40, 57.46],
  ['SO2', 5, 1.91], ['NO2', 5, 2.66], ['HCl', 7.5, 5.03], ['HF', 2, 2.45], ['HCN', 1, 0.905], ['COCl2', 0.5, 0.124], ['benzene', 6, 1.88], ['methanol', 25, 19.09],
  ['vinyl_chloride', 10, 3.91], ['acrylonitrile', 1, 0.461], ['CO2', 9_000, 5_003],
]

describe('mg/m3 and ppm', () => {
  it.each(setPoints)('%s %d mg/m3 = %d ppm at 25 °C', (gas, mg, ppm) => {
    expect(convert(mg, 'mg/m3', '[ppm]', { gas }) / ppm).toBeCloseTo(1, 2)
    expect(convert(convert(mg, 'mg/m3', 'ppm', { gas }), 'ppm', 'mg/m³', { gas })).toBeCloseTo(mg, 9)
  })

  it.each<[temperatureC: number, pressureKPa: number | undefined, ppm: number]>([[0, undefined, 24], [25, undefined, 26.2], [20, undefined, 25.8], [25, 202.65, 13.1]])(
    'CO 30 mg/m3 at %d °C and %s kPa = %d ppm', (temperatureC, pressureKPa, ppm) => {
      expect(convert(30, 'mg/m3', 'ppm', { gas: 'CO', temperatureC, pressureKPa })).toBeCloseTo(ppm, 1)
    },
  )
})

it.each<[value: number, from: string, to: string, wanted: number, state?: GasState]>([
  [25, '%LEL', '%VOL', 1.25, { gas: 'methane' }], [1, '%VOL', '%LEL', 20, { gas: 'methane' }], [25, '%LEL', '%VOL', 1.1, { gas: 'methane', lelVol: 4.4 }],
  [25, '%LEL', '[ppm]', 37_500, { gas: 'NH3' }], [150, 'ppm', '%LEL', 0.1, { gas: 'NH3' }], [50, '%LEL', '%', 2, { lelVol: 4 }],
  [10, '%LEL', 'mg/m3', 3_278.7, { gas: 'methane' }],
  [0, 'Cel', 'K', 273.15], [-40, '°F', '°C', -40], [212, '[degF]', 'Cel', 100], [300, 'K', '℃', 26.85],
  [1, 'MPa', 'kPa', 1_000], [1, 'bar', 'MPa', 0.1], [100, 'psi', 'kPa', 689.476], [1, 'atm', 'mm[Hg]', 760], [100, 'mm[H2O]', 'Pa', 980.665], [1, 'kgf/cm2', 'kPa', 98.0665],
  [2_500, 'mm', 'm', 2.5], [10, 'cm', 'mm', 100], [1, 'm3/h', 'L/min', 16.667], [3.6, 't/h', 'kg/s', 1], [90, 'km/h', 'm/s', 25], [3_000, 'rpm', 'Hz', 50],
  [20.9, '%VOL', '%', 20.9], [5, '%', 'ppm', 50_000], [1, 'g/m3', 'mg/m3', 1_000], [8, 'ug/m3', 'mg/m3', 0.008], [4, 'mA', 'A', 0.004], [2, 'kW', 'W', 2_000],
])('%d %s = %s: %d', (value, from, to, wanted, state) => { expect(convert(value, from, to, state) / wanted).toBeCloseTo(1, 4) })

it.each<[from: string, to: string, state: GasState, said: RegExp]>([
  ['mPpm', 'ppm', {}, /"mPpm" is no unit that is known: use one of .*\[ppm\].* or leave unit out/],
  ['ppm', 'furlong', {}, /"furlong" of the point is no unit that is known/],
  ['mg/m3', 'ppm', {}, /the gas must be known: give gas \(one of NH3, .*temperatureC/],
  ['%LEL', '%VOL', {}, /LEL of one gas: give gas .* or lelVol/],
  ['%LEL', '%VOL', { gas: 'Cl2' }, /Cl2 has no LEL: it does not burn/],
  ['kPa', 'Cel', {}, /kPa \(pressure\) does not become Cel \(temperature\)/],
  ['mg/m3', 'kPa', { gas: 'CO' }, /mg\/m3 \(mass concentration\) does not become kPa/],
])('%s does not become %s: why, and what to do', (from, to, state, said) => { expect(convertUnit(from, to, state)).toEqual({ en: expect.stringMatching(said), zh: saidInChinese }) })

it('every unit converts to every other of its dimension and back', () => {
  for (const dimension of ['temperature', 'pressure', 'ratio', 'mass concentration', 'length', 'volume flow', 'mass flow'] as const) {
    const names = unitNames(dimension)
    for (const from of names) for (const to of names) expect(convert(convert(7, from, to), to, from), `${from} ${to}`).toBeCloseTo(7, 6)
  }
})

it('the molar masses and limits are those of gases', () => {
  for (const { molarMass, lelVol } of Object.values(gases)) expect([molarMass > 2 && molarMass < 110, lelVol === null || (lelVol > 1 && lelVol < 17)]).toEqual([true, true])
})
