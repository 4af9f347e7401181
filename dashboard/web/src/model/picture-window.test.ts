import { expect, it } from 'vitest'
import { courseEnd, windowEnd } from './picture-window.ts'

it.each([
  ['nothing in particular: with the time', undefined, 'onset', null],
  ['a fresh onset is in sight anyway', 950, 'onset', null],
  ['an old one stands two thirds from the left', 500, 'onset', 600],
  ['asked for now', 500, 'now', null],
] as const)('%s', (_name, onset, around, end) => {
  expect(windowEnd(1000, onset, 300, around)).toBe(end)
})

it.each([
  ['no forecast', [], 1000], ['one that never reaches', [null], 1000], ['one that does', [new Date(1500).toISOString()], 1575], ['one far away', [new Date(9e9).toISOString()], 2000],
])('%s', (_name, reaches, end) => {
  expect(courseEnd(0, 1000, reaches)).toBe(end)
})
