import { expect, it } from 'vitest'
import { reconcile } from './count-influx.ts'

it.each<[name: string, counts: number[], result: object]>([
  ['all there', [5, 5, 5], { lost: 0, doubled: 0 }],
  ['some missing', [5, 3, 5], { lost: 2, doubled: 0 }],
  ['a series missing', [5, 5], { lost: 5, doubled: 0 }],
  ['some too many', [5, 6, 5], { lost: 0, doubled: 1 }],
  ['one lost and one doubled do not make up for each other', [4, 6, 5], { lost: 1, doubled: 1 }],
  ['a series nobody sent', [5, 5, 5, 5], { lost: 0, doubled: 5 }],
])('three series of five: %s', (_, counts, result) => { expect(reconcile(counts, 3, 5)).toEqual(result) })
