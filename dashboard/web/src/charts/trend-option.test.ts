import { describe, expect, it } from 'vitest'
import type { FeedReading } from '@hazardwatch/shared/feed-message'
import { palettes } from '../theme/palette.ts'
import { labelMoments, type TrendMoment, trendOption, valueBounds } from './trend-option.ts'

interface Drawn {
  xAxis: { min: number; max: number }
  series: {
    data: [number, number | null][]
    connectNulls: boolean
    markLine: { data: { xAxis?: number; yAxis?: number; label: { show: boolean; formatter: string } }[] }
    markPoint: { data: { coord: number[] }[] }
  }[]
}
const draw = (readings: FeedReading[], moments: TrendMoment[] = []) => {
  const option = trendOption({
    readings,
    limits: [
      { kind: 'H', limit: 25 },
      { kind: 'HH', limit: 50 },
    ],
    moments,
    from: 1_000,
    to: 9_000,
    palette: palettes.dark,
  })
  const { xAxis, series } = JSON.parse(JSON.stringify(option)) as Drawn
  const [curve] = series
  if (curve === undefined) throw new Error('nothing is drawn')
  return { xAxis, curve }
}

describe('trendOption', () => {
  it('draws the readings, a gap where the quality is bad, and the newest value as a point', () => {
    const { curve } = draw([
      [2_000, 1],
      [3_000, 7, 'fault'],
      [4_000, 2],
    ])
    expect(curve.data).toEqual([
      [2_000, 1],
      [3_000, null],
      [4_000, 2],
    ])
    expect(curve.connectNulls).toBe(false)
    expect(curve.markPoint.data).toMatchObject([{ coord: [4_000, 2] }])
  })

  it('marks no point when the newest reading has no usable value', () => {
    expect(
      draw([
        [2_000, 1],
        [3_000, null],
      ]).curve.markPoint.data,
    ).toEqual([])
  })

  it('draws every limit with its name, and the moments that are in sight', () => {
    const { curve } = draw(
      [[2_000, 1]],
      [
        { at: 2_500, what: 'raised', name: 'HH' },
        { at: 500, what: 'raised', name: 'H' },
        { at: 3_000, what: 'cleared', name: 'HH' },
      ],
    )
    const lines = curve.markLine.data
    expect(lines.filter((line) => line.yAxis !== undefined).map((line) => line.label.formatter)).toEqual(['H 25', 'HH 50'])
    expect(lines.filter((line) => line.xAxis !== undefined).map((line) => line.xAxis)).toEqual([2_500, 3_000])
  })

  it('gives moments that are close together one label', () => {
    const at = new Date(2026, 10, 22, 3, 11, 58).getTime()
    const moments: TrendMoment[] = [
      { at: at + 5_000, what: 'raised', name: 'HH' },
      { at, what: 'raised', name: 'H' },
      { at: at + 600_000, what: 'cleared', name: 'HH' },
    ]
    expect(labelMoments(moments, 900_000).map(({ label }) => label)).toEqual(['03:11:58 H HH', '', '03:21:58 ✓'])
  })

  it('leaves the words away when there are too many to read', () => {
    const moments = Array.from({ length: 40 }, (_, n): TrendMoment => ({ at: 1_000 + n * 200, what: 'raised', name: 'H' }))
    const lines = draw([], moments).curve.markLine.data.filter((line) => line.xAxis !== undefined)
    expect(lines).toHaveLength(40)
    expect(lines.every((line) => !line.label.show)).toBe(true)
  })

  it('shows the asked time even when there are no readings', () => {
    expect(draw([]).xAxis).toMatchObject({ min: 1_000, max: 9_000 })
  })
})

describe('valueBounds', () => {
  it.each<[string, number[], number[], [number, number]]>([
    ['nothing', [], [], [0, 1]],
    ['values near zero start at zero', [1, 5], [25, 50], [0, 57.35]],
    ['values far from zero', [100, 110], [], [99, 111.5]],
    ['a limit beyond the values is in sight', [-18, -17], [-12], [-18.6, -11.1]],
    ['one value', [40], [], [36, 46]],
    ['one zero', [0], [], [0, 0.15]],
  ])('%s', (_name, values, limits, [low, high]) => {
    const bounds = valueBounds(values, limits)
    expect(bounds[0]).toBeCloseTo(low)
    expect(bounds[1]).toBeCloseTo(high)
  })
})
