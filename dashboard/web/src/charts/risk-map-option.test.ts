import { describe, expect, it } from 'vitest'
import type { RiskLevel } from '@hazardwatch/shared/risk'
import type { Geometry } from '../maps/geometry.ts'
import { palettes } from '../theme/palette.ts'
import { frameName, type Hatching, type MapArea, type MapMark, riskMapOption } from './risk-map-option.ts'

const geometry: Geometry = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { adcode: '220881', name: '洮南市', parent: '220800' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [122, 45],
            [124, 45],
            [124, 46],
            [122, 45],
          ],
        ],
      },
    },
  ],
}
const area = (adcode: string, level: MapArea['level']): MapArea => ({ adcode, name: adcode, level, hint: '', outlined: false })
const mark = (id: string, level: RiskLevel): MapMark => ({ id, name: id, level, word: level, place: [123, 45.5], onArea: false })
const hatching = { repeat: 'repeat' } as Hatching
const build = (areas: MapArea[], marks: MapMark[]) => {
  const option = riskMapOption({ mapName: 'm', geometry, areas, marks, palette: palettes.dark }, { width: 800, height: 600 }, hatching)
  return JSON.parse(JSON.stringify(option)) as {
    geo: Record<string, unknown>
    series: { map?: string; data: { name: string; symbol?: string; itemStyle: { areaColor?: unknown }; label?: { formatter: string; show: boolean } }[] }[]
  }
}

describe('riskMapOption', () => {
  it('colours each area by its level and hatches only the unknown ones', () => {
    const [areas] = build([area('1', 'red'), area('2', 'blue'), area('3', 'unknown'), area('4', 'none')], []).series
    const { dark } = palettes
    expect(areas?.data.map((item) => item.itemStyle.areaColor)).toEqual([dark.area.red, dark.area.blue, hatching, dark.area.none])
  })

  it('shows the level of an opened county on its border, so that the signs inside can be seen', () => {
    const item = build([{ ...area('1', 'red'), outlined: true }], []).series[0]?.data[0]
    expect(item?.itemStyle).toMatchObject({ areaColor: palettes.dark.area.none, borderColor: '#d9001b' })
  })

  it('gives each level a shape of its own and writes numeral and word beside it', () => {
    const levels: RiskLevel[] = ['red', 'orange', 'yellow', 'blue', 'unknown']
    const marks = build(
      [],
      levels.map((level) => mark(level, level)),
    ).series[1]
    expect(new Set(marks?.data.map((item) => item.symbol)).size).toBe(5)
    expect(marks?.data.find((item) => item.name === 'orange')?.label?.formatter).toBe('orange\nII orange')
  })

  it.each<[string, number, boolean]>([['few grave signs leave the others their names', 10, true], ['many do not, or none could be read', 11, false]])('%s', (_name, grave, named) => {
    const levels = [...Array.from({ length: grave }, (_each, n): RiskLevel => (n % 2 === 0 ? 'red' : 'orange')), 'unknown' as const]
    const { data } = build([], levels.map((level, n) => mark(`${n}`, level))).series[1]!
    expect(data.map(({ label }) => label?.show)).toEqual([named, ...Array.from({ length: grave }, () => true)])
  })

  it('draws the worst on top', () => {
    const marks = build([], [mark('a', 'red'), mark('b', 'blue'), mark('c', 'yellow')]).series[1]
    expect(marks?.data.map((item) => item.name)).toEqual(['b', 'c', 'a'])
  })

  it('lays the signs and the areas out alike', () => {
    const { geo, series } = build([area('1', 'red')], [])
    for (const key of ['layoutCenter', 'layoutSize', 'aspectScale', 'nameProperty'])
      expect((series[0] as unknown as Record<string, unknown>)[key]).toEqual(geo[key])
    expect([series[0]?.map, geo.map]).toEqual(['m', frameName('m')])
  })
})
