import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeNumber } from './influx-number.ts'

const textOf = (value: number): string => {
  const target = Buffer.alloc(64, '#')
  const end = writeNumber(value, target, 3)
  expect(target.toString('latin1', 0, 3)).toBe('###')
  return target.toString('latin1', 3, end)
}

describe('a number as text', () => {
  it.each([
    [0, '0'], [-0, '0'], [7, '7'], [10, '10'], [-1, '-1'], [23.4, '23.4'], [-0.001, '-0.001'], [0.05, '0.05'], [99.999, '99.999'], [100, '100'], [1_999_999.999, '1999999.999'],
    [-1_999_999.999, '-1999999.999'], [2_000_000, '2000000'], [0.0005, '0.0005'], [0.1 + 0.2, '0.30000000000000004'], [1e21, '1e+21'], [Number.MIN_VALUE, '5e-324'],
  ])('%f', (value, text) => { expect(textOf(value)).toBe(text) })

  it('reads back as the same number', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => { expect(Number(textOf(value)) === value).toBe(true) }))
    fc.assert(fc.property(fc.integer({ min: -3e9, max: 3e9 }), fc.constantFrom(1, 10, 100, 1_000, 10_000), (whole, parts) => {
      expect(textOf(whole / parts)).toBe(whole === 0 ? '0' : String(whole / parts))
    }))
  })
})
