import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chinaDay, chinaDayEnd } from './china-day.ts'
import { createPresenceBook, type PresenceBook } from './presence-book.ts'

/** 08:00 in China; the day ends 16 h later. */
const T = Date.UTC(2026, 10, 23)
const HOUR = 3_600_000
const daysOf = (book: PresenceBook, at: number) => book.look('E1', at)?.days.map(({ day, online_ms: ms, disconnects }) => [day, ms, disconnects])

describe('online time and disconnects', () => {
  it('a word that is repeated changes nothing', () => {
    const book = createPresenceBook([], [])
    expect(book.hear('E1', true, T).since).toBe(T)
    expect(book.hear('E1', true, T + HOUR).since).toBe(T)
    expect(book.hear('E1', false, T + 2 * HOUR).since).toBe(T + 2 * HOUR)
    expect(book.hear('E1', false, T + 3 * HOUR).since).toBe(T + 2 * HOUR)
    expect(daysOf(book, T + 4 * HOUR)).toEqual([['2026-11-23', 2 * HOUR, 1]])
  })

  it('are counted to the day in China to which they belong', () => {
    const book = createPresenceBook([], [])
    book.hear('E1', true, T)
    book.hear('E1', false, T + 41 * HOUR)
    expect(daysOf(book, T + 50 * HOUR)).toEqual([['2026-11-23', 16 * HOUR, 0], ['2026-11-24', 24 * HOUR, 0], ['2026-11-25', HOUR, 1]])
  })

  it('who was never heard has no presence, and who begins with offline has no disconnect', () => {
    const book = createPresenceBook([], [])
    expect(book.look('E1', T)).toBeUndefined()
    expect(book.hear('E1', false, T)).toMatchObject({ since: T, presence: [{ online: 0 }], days: [] })
  })

  it('a clock that goes back counts nothing twice', () => {
    const book = createPresenceBook([], [])
    book.hear('E1', true, T)
    book.settle(T + 2 * HOUR)
    book.settle(T + HOUR)
    book.settle(T + 2 * HOUR)
    expect(daysOf(book, T + 2 * HOUR)).toEqual([['2026-11-23', 2 * HOUR, 0]])
  })

  it('settling tells who is online or has changed, and nobody else', () => {
    const book = createPresenceBook([], [])
    book.hear('E1', true, T)
    book.hear('E2', false, T)
    expect(book.settle(T + 1).presence.map(({ enterprise }) => enterprise)).toEqual(['E1', 'E2'])
    expect(book.settle(T + 2)).toMatchObject({ presence: [{ enterprise: 'E1', counted_to: T + 2 }], days: [{ enterprise: 'E1', online_ms: 2 }] })
  })

  it('a restart counts the time until it was seen last, no disconnect, and goes on with the day', () => {
    const before = createPresenceBook([], [])
    before.hear('E1', true, T)
    const kept = before.settle(T + HOUR)
    const book = createPresenceBook(kept.presence, kept.days)
    expect(book.look('E1', T + 3 * HOUR)).toMatchObject({ presence: { online: 0, since: T + HOUR } })
    expect(book.hear('E1', true, T + 3 * HOUR).since).toBe(T + 3 * HOUR)
    expect(daysOf(book, T + 4 * HOUR)).toEqual([['2026-11-23', 2 * HOUR, 0]])
  })

  it('whatever is heard and whenever it is settled: the days sum up to the time online', () => {
    const step = fc.record({ after: fc.integer({ min: 0, max: 30 * HOUR }), online: fc.boolean(), settle: fc.boolean() })
    fc.assert(fc.property(fc.array(step), (steps) => {
      const book = createPresenceBook([], [])
      const days = new Map<string, number>()
      let [at, online, expected] = [T, false, 0]
      const note = (rows: { days: { day: string; online_ms: number }[] }): void => { for (const { day, online_ms: ms } of rows.days) days.set(day, ms) }
      for (const { after, online: next, settle } of steps) {
        at += after
        expected += online ? after : 0
        note(settle ? book.settle(at) : book.hear('E1', next, at))
        if (!settle) online = next
      }
      note(book.settle(at))
      expect([...days.values()].reduce((sum, ms) => sum + ms, 0)).toBe(expected)
      expect([...days.values()].every((ms) => ms <= 24 * HOUR)).toBe(true)
    }))
  })
})

it.each([
  ['2026-11-23T15:59:59.999Z', '2026-11-23', '2026-11-23T16:00:00.000Z'],
  ['2026-11-23T16:00:00.000Z', '2026-11-24', '2026-11-24T16:00:00.000Z'],
])('%s lies on %s in China', (time, day, end) => {
  expect([chinaDay(Date.parse(time)), new Date(chinaDayEnd(Date.parse(time))).toISOString()]).toEqual([day, end])
})
