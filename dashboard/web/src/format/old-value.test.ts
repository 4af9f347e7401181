import { expect, it } from 'vitest'
import { oldAge } from './old-value.ts'

it.each<[ageS: number, intervalS: number | null, old: boolean]>([
  [60, null, false], [61, null, true], [10, 1, false], [11, 1, true], [1_800, 600, false], [1_801, 600, true],
  // The clock of an instrument may run ahead.
  [-30, null, false],
])('%s s old, read each %s s: old is %s', (ageS, intervalS, old) => {
  expect(oldAge(0, ageS * 1_000, intervalS)).toBe(old ? ageS * 1_000 : null)
})
