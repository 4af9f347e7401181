import { expect, test } from 'vitest'
import { syntheticSeries } from './synthetic-series.ts'

const all = syntheticSeries(40, 7)

test('the same seed gives the same series, another one others', () => {
  expect(syntheticSeries(3, 7)).toEqual(all.slice(0, 3))
  expect(syntheticSeries(3, 8)).not.toEqual(all.slice(0, 3))
})

test('every kind of series comes up, most with a fault, every value a number', () => {
  expect(new Set(all.map(({ name }) => name.split(' + ')[0])).size).toBe(10)
  expect(all.filter(({ windows }) => windows.length > 0).length).toBeGreaterThan(25)
  for (const { values, windows } of all) {
    expect(values.every(Number.isFinite)).toBe(true)
    for (const [from, to] of windows) expect(0.15 * values.length < from && from < to && to < values.length).toBe(true)
  }
})

test('windows of one series do not overlap', () => {
  for (const { windows } of all) windows.slice(1).forEach(([from], i) => { expect(from).toBeGreaterThan(windows[i]![1]) })
})
