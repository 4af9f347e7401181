import { expect, it } from 'vitest'
import { createFloodBook, currentFloods, noteAnnunciation, passFloods } from './flood-book.ts'

const START = Date.parse('2026-11-26T00:00:00.000Z')

it('a county floods what lies above it, and another county does not flood the first', () => {
  const book = createFloodBook()
  const begun = Array.from({ length: 11 }, (_, index) => noteAnnunciation(book, ['220102', '220000'], START + index * 1_000)).flat()
  expect(begun).toMatchObject([{ region: '220102', until: null, alarms: 11, recent: 11, since: '2026-11-26T00:00:10.000Z' }, { region: '220000', until: null }])
  expect(noteAnnunciation(book, ['220103', '220000'], START + 20_000)).toEqual([])
  expect(currentFloods(book).map(({ region, alarms }) => [region, alarms])).toEqual([['220102', 11], ['220000', 12]])
  expect(passFloods(book, START + 500_000)).toMatchObject([{ region: '220000', recent: 12, until: null }])
  expect(passFloods(book, START + 500_000)).toEqual([])
  expect(passFloods(book, START + 700_000).map(({ region, until }) => [region, until])).toEqual([['220102', '2026-11-26T00:10:06.000Z'], ['220000', '2026-11-26T00:10:07.000Z']])
  expect([currentFloods(book), book.size]).toEqual([[], 0])
})

it('a flood that goes on is told again when its number has changed, and not more often than every five seconds', () => {
  const book = createFloodBook()
  const told = Array.from({ length: 120 }, (_, second) => {
    const now = START + second * 1_000
    const begun = second < 60 ? noteAnnunciation(book, ['220102'], now) : []
    return [...begun, ...passFloods(book, now)].map(({ recent }) => [second, recent])
  }).flat()
  expect(told).toEqual([[10, 11], ...[15, 20, 25, 30, 35, 40, 45, 50, 55].map((second) => [second, second + 1]), [60, 60]])
  const leaving = Array.from({ length: 60 }, (_, step) => passFloods(book, START + 600_000 + step * 1_000).map(({ recent, until }) => ({ recent, over: until !== null }))).flat()
  expect(leaving.at(-1)).toEqual({ recent: null, over: true })
  expect(leaving.slice(0, -1).every(({ recent, over }) => !over && (recent ?? 0) > 4)).toBe(true)
})
