import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeedReading } from '@hazardwatch/shared/feed-message'
import { sparkPath } from './spark-path.ts'

const at = (...readings: FeedReading[]): FeedReading[] => readings

describe('the trend of a row', () => {
  it.each([
    ['nothing without readings', at(), { curve: '', limitY: null, end: null }],
    ['nothing when what there is lies outside', at([500, 3]), { curve: '', limitY: null, end: null }],
    ['from the left edge to the right', at([0, 0], [100, 10]), { curve: 'M2.0 22.0L98.0 2.0', limitY: null, end: { x: 98, y: 2 } }],
    ['with a gap where the instrument failed', at([0, 0], [50, null, 'fault'], [75, 5], [100, 10]), { curve: 'M2.0 22.0M74.0 12.0L98.0 2.0', limitY: null, end: { x: 98, y: 2 } }],
    ['flat in the middle', at([0, 7], [100, 7]), { curve: 'M2.0 12.0L98.0 12.0', limitY: null, end: { x: 98, y: 12 } }],
  ])('is %s', (_name, readings, expected) => {
    expect(sparkPath(readings, null, 0, 100, 100, 24)).toEqual(expected)
  })

  it('keeps the limit in sight', () => {
    expect(sparkPath(at([0, 0], [100, 10]), 20, 0, 100, 100, 24)).toEqual({ curve: 'M2.0 22.0L98.0 12.0', limitY: 2, end: { x: 98, y: 12 } })
  })

  it('keeps a spike of one reading among thousands, and stays short', () => {
    const readings = Array.from({ length: 3_600 }, (_, index): FeedReading => [index, index === 1_234 ? 100 : 1])
    const { curve } = sparkPath(readings, null, 0, 3_600, 100, 24)
    expect(curve).toContain(' 2.0')
    expect(curve.length).toBeLessThan(2_500)
  })

  it('stays in its box whatever comes', () => {
    const reading = fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.oneof(fc.constant(null), fc.double({ min: -1e30, max: 1e30, noNaN: true })))
    fc.assert(fc.property(fc.array(reading, { maxLength: 300 }), fc.option(fc.double({ min: -1e30, max: 1e30, noNaN: true })), (rows, limit) => {
      const readings = rows.sort((a, b) => a[0] - b[0]).map(([time, value]): FeedReading => (value === null ? [time, null, 'fault'] : [time, value]))
      const { curve } = sparkPath(readings, limit, 0, 1_000, 100, 24)
      for (const [, x, y] of curve.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(0)
        expect(Number(x)).toBeLessThanOrEqual(100)
        expect(Number(y)).toBeGreaterThanOrEqual(0)
        expect(Number(y)).toBeLessThanOrEqual(24)
      }
      expect(curve).not.toContain('NaN')
    }))
  })
})
