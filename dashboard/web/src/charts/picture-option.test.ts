import { ModelPicture } from '@hazardwatch/shared/model-picture'
import { describe, expect, it } from 'vitest'
import { palettes } from '../theme/palette.ts'
import { pictureOption } from './picture-option.ts'
import type { TrendLimit } from './trend-option.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const picture = (change: object = {}): ModelPicture => ModelPicture.parse({
  rule: 'R', kind: 'anomaly', from: iso(0), to: iso(10_000), replayedFrom: iso(0), readings: 3, at: iso(3000), score: { meaning: 'surprise', alarmAt: 8, rows: [[1000, 0], [3000, 12]] },
  expectedBy: 'recent', level: null, contributions: [], findings: [], courses: [],
  series: [{ tag: 'P', unit: '', role: 'own', rows: [[1000, 5, 4, 5, 6], [2000, null, null, null, null], [3000, 9, 4, 5, 6]] }], ...change,
})
const words = { actual: 'actual', expected: 'expected', sibling: 'sibling', course: 'course', score: 'score' }
interface Drawn { id: string; data: [number, number | null][]; markLine?: { data: { yAxis?: number; label: { formatter: string } }[] } }
const draw = (made: ModelPicture, limits: TrendLimit[] = []) => {
  const option = pictureOption({ readings: [[1000, 5], [3000, 9]], limits, moments: [], from: 0, to: 10_000, palette: palettes.dark }, made, words) as unknown as
    { series: Drawn[]; grid: unknown[]; yAxis: { min: number; max: number }[] }
  return { ...option, of: new Map(option.series.map((series) => [series.id, series])) }
}

describe('pictureOption', () => {
  it('draws the band as an area between low and high, with a gap where nothing was expected, and marks what lies outside', () => {
    const { of } = draw(picture())
    expect(of.get('band-low')?.data).toEqual([[1000, 4], [2000, null], [3000, 4]])
    expect(of.get('band-height')?.data).toEqual([[1000, 2], [2000, null], [3000, 2]])
    expect(of.get('outside')?.data).toEqual([[3000, 9]])
    expect(of.get('curve')?.data).toEqual([[1000, 5], [3000, 9]])
  })

  it('draws a band that is open below from the edge of the picture', () => {
    const { of, yAxis } = draw(picture({ series: [{ tag: 'P', unit: '', role: 'own', rows: [[1000, 5, null, 4, 6]] }] }))
    expect(of.get('band-low')?.data).toEqual([[1000, yAxis[0]!.min]])
    expect(of.get('band-height')?.data).toEqual([[1000, 6 - yAxis[0]!.min]])
  })

  it('has the score below with the line from which it alarms, and no strip where there is no score', () => {
    const { of, grid } = draw(picture())
    expect(grid).toHaveLength(2)
    expect(of.get('score')?.markLine?.data).toMatchObject([{ yAxis: 8, label: { formatter: 'score 8' } }])
    const without = draw(picture({ score: { meaning: 'none', alarmAt: null, rows: [] } }))
    expect([without.grid.length, without.of.has('score')]).toEqual([1, false])
  })

  it('leaves out limits that would flatten the picture, and keeps those near by', () => {
    const { of } = draw(picture(), [{ kind: 'H', limit: 10 }, { kind: 'HH', limit: 500 }])
    expect(of.get('curve')?.markLine?.data.map(({ yAxis }) => yAxis)).toEqual([10])
  })

  it('draws the sibling, and the course of a forecast up to its level', () => {
    const course = { madeAt: iso(3000), confidence: 0.95, reachesAt: iso(9000), rows: [[3000, 8, 9, 10], [9000, 18, 20, 22], [90_000, 100, 200, 300]] }
    const { of, yAxis } = draw(picture({
      kind: 'forecast', level: 20, courses: [course],
      series: [{ tag: 'P', unit: '', role: 'own', rows: [[1000, 5, null, null, null]] }, { tag: 'Q', unit: '', role: 'sibling', rows: [[1000, 4, null, null, null]] }],
    }))
    expect(of.get('sibling Q')?.data).toEqual([[1000, 4]])
    expect(of.get('course0')?.data).toEqual([[3000, 9], [9000, 20], [90_000, 200]])
    expect(of.get('level')?.markLine?.data).toMatchObject([{ yAxis: 20 }])
    // What lies beyond the time in sight does not stretch the axis.
    expect(yAxis[0]!.max).toBeLessThan(40)
  })
})
