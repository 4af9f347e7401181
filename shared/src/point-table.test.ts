import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Point, type NumberedPoint } from './ledger.ts'
import { PointTable } from './point-table.ts'

const point = (number: number, tag: string): NumberedPoint => ({
  number, ...Point.parse({ enterprise: 'E', source: 'S', tag, name: tag, quantity: 'temperature', unit: 'Cel', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null }),
})

const number = fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constant(500))
const steps = fc.array(fc.tuple(number, fc.constantFrom('a', 'b', undefined)), { maxLength: 40 })

it('holds what a map holds, in the order of the numbers', () => {
  fc.assert(fc.property(steps, number, (taken, asked) => {
    const table = new PointTable()
    const map = new Map<number, NumberedPoint>()
    for (const [at, tag] of taken) {
      if (tag === undefined) {
        table.delete(at)
        map.delete(at)
      } else {
        table.set(at, point(at, tag))
        map.set(at, point(at, tag))
      }
    }
    expect(table.get(asked)).toEqual(map.get(asked))
    const sorted = [...map.values()].sort((a, b) => a.number - b.number)
    expect([table.values(), table.unlisted()]).toEqual([sorted, sorted.filter((each) => each.number < 0)])
  }))
})
