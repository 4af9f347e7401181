import { describe, expect, it } from 'vitest'
import { addAnnunciation, createFloodWatch, floodsOf, passFlood, peakOf } from './flood.ts'

const minutes = (...list: number[]): number[] => list.map((minute) => minute * 60_000)
const every = (count: number, step: number, start = 0): number[] => Array.from({ length: count }, (_, index) => (start + index * step) * 60_000)
const tenths = (ms: number): number => Math.round(ms / 6_000) / 10
const inMinutes = (floods: ReturnType<typeof floodsOf>) => floods.map(({ since, until, alarms }) => [tenths(since), tenths(until), alarms])

describe('floods of a time', () => {
  it.each<[string, number[], number, number[][]]>([
    ['ten in ten minutes are none', every(10, 0.5), 60, []],
    ['the eleventh begins it; it ends when four are left in the window', every(11, 0.5), 60, [[5, 13, 11]]],
    ['one that goes on ends with the time', every(30, 0.5), 15, [[5, 15, 30]]],
    ['eleven in eleven minutes are none: the first has left the window', every(11, 1.1), 60, []],
    ['what comes meanwhile keeps it going', [...every(11, 0.5), ...minutes(10, 12, 13.9)], 60, [[5, 14.5, 14]]],
    ['two of them', [...every(11, 0.1), ...every(11, 0.1, 100)], 200, [[1, 10.6, 11], [101, 110.6, 11]]],
    ['nothing', [], 60, []],
  ])('%s', (_, times, end, floods) => { expect(inMinutes(floodsOf(times, end * 60_000))).toEqual(floods) })
})

it('the peak is of any ten minutes, not of fixed ones', () => {
  expect(peakOf(minutes(0, 8, 9, 11, 12, 30))).toEqual({ count: 4, at: 12 * 60_000 })
  expect(peakOf(minutes(0, 10))).toEqual({ count: 1, at: 0 })
  expect(peakOf([])).toEqual({ count: 0, at: null })
})

it('a watch tells of its flood while it goes on, whatever order the times come in', () => {
  const watch = createFloodWatch()
  for (const time of every(10, 0)) addAnnunciation(watch, time + 1_000)
  expect(watch.flood).toBeNull()
  addAnnunciation(watch, 500)
  expect(watch.flood).toEqual({ since: 1_000, alarms: 11 })
  expect(passFlood(watch, 300_000)).toBeNull()
  expect(passFlood(watch, 900_000)).toEqual({ since: 1_000, until: 601_000, alarms: 11 })
})
