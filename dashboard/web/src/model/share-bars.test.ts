import { Tag } from '@hazardwatch/shared/ids'
import { describe, expect, it } from 'vitest'
import { scoreAt, shareBars } from './share-bars.ts'

const lens = (name: string, family: string, share: number) => ({ name, family, tag: null, share, change: null })
const channel = (name: string, share: number, change: number | null = null) => ({ name, family: null, tag: Tag.parse(name), share, change })

describe('shareBars', () => {
  it('puts lenses together by family, the largest first, without what explains nothing', () => {
    const bars = shareBars({ kind: 'anomaly', series: [], contributions: [lens('value', 'value', 0.3), lens('mean8', 'level', 0.38), lens('value-median30', 'value', 0.31), lens('step20', 'spread', 0.01)] })
    expect(bars.map(({ family, share }) => [family, Number(share.toFixed(2))])).toEqual([['value', 0.61], ['level', 0.38]])
  })

  it('names at most four channels, each with its small trend', () => {
    const series = [{ tag: Tag.parse('B'), unit: '', role: 'channel' as const, rows: [] }]
    const bars = shareBars({ kind: 'multivariate', series, contributions: ['A', 'B', 'C', 'D', 'E'].map((name, at) => channel(name, 0.1 + at / 20)) })
    expect(bars.map(({ key }) => key)).toEqual(['E', 'D', 'C', 'B'])
    expect(bars.at(-1)?.series).toBe(series[0])
  })

  it('tells of both that have come apart', () => {
    expect(shareBars({ kind: 'drift', series: [], contributions: [channel('A', 0.99, -1.2), channel('B', 0.01, 0)] }).map(({ change }) => change)).toEqual([-1.2, 0])
  })
})

it.each([[new Date(25).toISOString(), 2], [new Date(5).toISOString(), undefined], [null, undefined]])('scoreAt %s is %s', (at, expected) => {
  expect(scoreAt({ at, score: { meaning: 'surprise', alarmAt: 8, rows: [[10, 1], [20, 2], [30, 3]] } })).toBe(expected)
})
