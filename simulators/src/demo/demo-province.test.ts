import { readFileSync } from 'node:fs'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Enterprise, Point, Source } from '@hazardwatch/shared/ledger'
import { Region } from '@hazardwatch/shared/region'
import { describe, expect, it } from 'vitest'
import { demoProvince } from './demo-province.ts'

const province = demoProvince(60)
const named = province.map((demo) => ({ code: demo.enterprise.code as string, ...demo }))
const regionsFile = new URL('../../../shared/data/regions.json', import.meta.url)
const regions = Region.array().parse(JSON.parse(readFileSync(regionsFile, 'utf8')))

const repeated = (keys: string[]): string[] => keys.filter((key, at) => keys.indexOf(key) !== at)

describe.each(named)('$code', ({ code, enterprise, sources, points, rules }) => {
  it('passes the schemas of the ledger unchanged', () => {
    expect(Enterprise.parse(enterprise)).toEqual(enterprise)
    expect(Source.array().parse(sources)).toEqual(sources)
    expect(Point.array().parse(points)).toEqual(points)
    expect(AlarmRule.array().parse(rules)).toEqual(rules)
  })

  it('is marked as a demo in the names of the enterprise and its sources, in both languages', () => {
    for (const { name, nameEn } of [enterprise, ...sources]) {
      expect(name).toMatch(/^示例 /)
      expect(nameEn).toMatch(/^Demo /)
    }
  })

  it('lies in a county of Jilin', () => {
    expect(regions.find(({ adcode }) => adcode === enterprise.region)).toMatchObject({ level: 'county' })
    expect(enterprise.region).toMatch(/^22/)
  })

  it('refers only to what it has, and has nothing twice', () => {
    const sourceCodes = sources.map((source) => source.code)
    const tags = points.map(({ tag }) => tag)
    expect(points.filter(({ source }) => !sourceCodes.includes(source))).toEqual([])
    expect(rules.filter(({ point }) => !tags.includes(point))).toEqual([])
    expect([...repeated(sourceCodes), ...repeated(tags), ...repeated(rules.map(({ id }) => id))]).toEqual([])
  })

  it('its limits lie within the range of the instrument and in order', () => {
    for (const { tag, rangeLow, rangeHigh } of points) {
      const limits = ['LL', 'L', 'H', 'HH'].flatMap((kind) => rules.filter((rule) => rule.point === tag && rule.kind === kind).map(({ limit }) => limit ?? Number.NaN))
      const all = [rangeLow ?? -Infinity, ...limits, rangeHigh ?? Infinity]
      expect(all, `${code}/${tag}`).toEqual(all.toSorted((a, b) => a - b))
    }
  })
})

describe('the demo province', () => {
  it('has every enterprise in a county of its own', () => {
    expect(repeated(province.map(({ enterprise }) => enterprise.region))).toEqual([])
  })

  it('leaves DEMO-NH3/GD-07 to the newcomer: H 25 and HH 50 ppm, deadband 2, no delay, never silent', () => {
    const coldStore = province.find(({ enterprise }) => enterprise.code === 'DEMO-NH3')
    expect(coldStore?.points.find(({ tag }) => tag === 'GD-07')).toMatchObject({ unit: '[ppm]', expectedIntervalS: null })
    expect(coldStore?.rules.filter(({ point }) => point === 'GD-07')).toMatchObject([
      { id: 'DEMO-NH3/GD-07/H', kind: 'H', limit: 25, deadband: 2, onDelayS: 0, offDelayS: 0, priority: 'orange' },
      { id: 'DEMO-NH3/GD-07/HH', kind: 'HH', limit: 50, deadband: 2, onDelayS: 0, offDelayS: 0, priority: 'red' },
    ])
  })

  it.each([
    { speed: 60, rowS: 1 },
    { speed: 1, rowS: 60 },
    { speed: 600, rowS: 0.1 },
  ])('at speed $speed a recorded minute of delay takes $rowS s', ({ speed, rowS }) => {
    const methane = demoProvince(speed).find(({ enterprise }) => enterprise.code === 'DEMO-CH4')
    expect(methane?.rules.map(({ onDelayS }) => onDelayS)).toEqual(methane?.rules.map(() => 2 * rowS))
    expect(methane?.points.map(({ expectedIntervalS }) => expectedIntervalS)).toEqual(methane?.points.map(() => rowS))
  })
})
