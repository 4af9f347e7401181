import type { BacktestResult } from '@hazardwatch/shared/backtest'
import { describe, expect, it } from 'vitest'
import { palettes } from '../theme/palette.ts'
import { backtestOption, chartWindow, differenceRows } from './backtest-option.ts'

const at = (minute: number): string => new Date(minute * 60_000).toISOString()
const episode = (raised: number, cleared: number | null) => ({ rule: 'R', point: 'E/P', onsetAt: at(raised), raisedAt: at(raised), clearedAt: cleared === null ? null : at(cleared) })
const side = { alarms: 0, perHour: 0, activeS: 0 }
const empty: BacktestResult = {
  readings: 1, points: 1, before: side, after: side, same: 0, added: { count: 0, items: [] }, removed: { count: 0, items: [] },
  earlier: { count: 0, medianS: null, items: [] }, later: { count: 0, medianS: null, items: [] },
}
const words = { before: 'B', after: 'A', added: 'added', removed: 'removed', earlier: 'earlier', later: 'later' }
const draw = (result: Partial<BacktestResult>) => {
  const option = backtestOption({ rows: differenceRows({ ...empty, ...result }), from: 0, to: 3_600_000, words, palette: palettes.dark })
  return Object.fromEntries((option.series as { id: string; data: unknown[] }[]).map(({ id, data }) => [id, data]))
}
const gap = [null, null]

describe('backtestOption', () => {
  it.each<[string, Partial<BacktestResult>, object]>([
    ['nothing', {}, { standing: [], moved: [] }],
    ['one added: below only', { added: { count: 1, items: [episode(10, 20)] } }, { added: [[600_000, 0]], standing: [[600_000, 0], [1_200_000, 0], gap], moved: [] }],
    ['one removed: above only', { removed: { count: 1, items: [episode(10, 20)] } }, { removed: [[600_000, 1]], standing: [[600_000, 1], [1_200_000, 1], gap], moved: [] }],
    [
      'one earlier: both, joined', { earlier: { count: 1, medianS: -300, items: [{ ...episode(10, 20), movedS: -300 }] } },
      { earlier: [[900_000, 1], [600_000, 0]], moved: [[900_000, 1], [600_000, 0], gap], standing: [[600_000, 0], [1_200_000, 0], gap] },
    ],
    ['one that still stands reaches the end', { later: { count: 1, medianS: 60, items: [{ ...episode(10, null), movedS: 60 }] } }, { later: [[540_000, 1], [600_000, 0]], moved: [[540_000, 1], [600_000, 0], gap], standing: [[600_000, 0], [3_600_000, 0], gap] }],
  ])('%s', (_name, result, series) => {
    expect(draw(result)).toEqual(series)
  })
})

describe('chartWindow', () => {
  it.each([
    ['the whole range without differences', [], [0, 3_600_000]],
    ['a minute around a short one', [episode(10, 11)], [540_000, 720_000]],
    ['a share around long ones', [episode(10, 11), episode(49, 50)], [456_000, 3_144_000]],
    ['never beyond the range', [episode(0, null)], [0, 3_600_000]],
  ])('%s', (_name, items, expected) => {
    expect(chartWindow(differenceRows({ ...empty, added: { count: items.length, items } }), 0, 3_600_000)).toEqual(expected)
  })
})

describe('differenceRows', () => {
  it('tells them in the order of time, each with when it was raised before', () => {
    const rows = differenceRows({
      ...empty, added: { count: 1, items: [episode(30, null)] }, removed: { count: 1, items: [episode(5, 6)] }, later: { count: 1, medianS: 60, items: [{ ...episode(10, 20), movedS: 60 }] },
    })
    expect(rows.map(({ what, raisedAt, wasRaisedAt }) => [what, raisedAt / 60_000, wasRaisedAt === null ? null : wasRaisedAt / 60_000])).toEqual([['removed', 5, 5], ['later', 10, 9], ['added', 30, null]])
  })
})
