import { expect, it } from 'vitest'
import { queryList, queryTime } from './query-fields.ts'

it.each([
  ['2026-01-31T08:00:00Z', Date.UTC(2026, 0, 31, 8)],
  ['2026-01-31T16:00:00.5+08:00', Date.UTC(2026, 0, 31, 8, 0, 0, 500)],
  ['1769846400000', 1_769_846_400_000],
  ['0', 0],
])('reads the time %s', (text, epochMs) => {
  expect(queryTime.parse(text)).toBe(epochMs)
})

it.each(['', 'yesterday', '2026-01-31T08:00:00', '2026-02-30T08:00:00Z', '-5', '1e3', '2026-01-31T16:00:00 08:00'])('refuses the time "%s"', (text) => {
  expect(queryTime.safeParse(text).success).toBe(false)
})

const list = queryList(['open', 'normal'])

it.each<[string, string | string[], string[]]>([
  ['one', 'open', ['open']],
  ['a comma list', 'open,normal', ['open', 'normal']],
  ['repeated', ['open', 'normal'], ['open', 'normal']],
  ['both, with spaces', ['open, normal'], ['open', 'normal']],
])('reads a list: %s', (_name, given, read) => {
  expect(list.parse(given)).toEqual(read)
})

it.each(['', ',', 'opne', 'open,x'])('refuses the list "%s"', (given) => {
  expect(list.safeParse(given).success).toBe(false)
})
