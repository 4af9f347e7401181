import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fileOf, nameFrom } from './segment.ts'

it('the name of a day file tells the day and the generation', () => {
  expect(fileOf({ day: 20_727, generation: 3 })).toBe('2026-10-01.3.parquet')
  fc.assert(fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), fc.nat(), (day, generation) => {
    expect(nameFrom(fileOf({ day, generation }))).toEqual({ day, generation })
  }))
})

it.each(['readme.txt', '2026-10-01.parquet', '2026-10-01.3.parquet.tmp', '2026-13-01.3.parquet', 'x2026-10-01.3.parquet'])('%s is no day file', (name) => {
  expect(nameFrom(name)).toBeUndefined()
})
