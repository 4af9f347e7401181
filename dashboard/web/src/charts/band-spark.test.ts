import type { ExpectedRow } from '@hazardwatch/shared/model-picture'
import { expect, it } from 'vitest'
import { bandSpark } from './band-spark.ts'

const rows: ExpectedRow[] = [[0, 5, 4, 5, 6], [50, null, null, null, null], [60, 5, 4, 5, 6], [100, 14, 4, 5, 6]]

it.each([
  ['draws values, band and moment; a gap stays one', rows, 100, { curve: 'M2.0 88.4M59.6 88.4L98.0 2.0', band: 'M59.6 78.8L98.0 78.8L98.0 98.0L59.6 98.0Z', momentX: 98 }],
  ['a moment outside is not drawn', rows, 200, { momentX: null }],
  ['nothing without numbers', [[0, null, null, null, null], [1, null, null, null, null]] as ExpectedRow[], 0, { curve: '', band: '', momentX: null }],
  ['a constant lies in the middle', [[0, 3, null, null, null], [10, 3, null, null, null]] as ExpectedRow[], null, { curve: 'M2.0 50.0L98.0 50.0', band: '', momentX: null }],
])('%s', (_name, given, at, expected) => {
  expect(bandSpark(given, at, 100, 100)).toMatchObject(expected)
})
