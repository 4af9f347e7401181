import { expect, it } from 'vitest'
import { findKpis, type KpiOccurrence } from './kpis.ts'

const FROM = Date.parse('2026-11-26T00:00:00.000Z')
const HOUR = 3_600_000
const minute = (minutes: number): number => FROM + minutes * 60_000

/** Raised and told at a minute, cleared and acknowledged so many seconds later. */
const occurrence = (at: number, change: Partial<KpiOccurrence> & { clearedAfterS?: number; seenAfterS?: number } = {}): KpiOccurrence => {
  const { clearedAfterS, seenAfterS, ...rest } = change
  return {
    rule: 'a', enterprise: 'E', point: 'P', priority: 'yellow', raisedAt: minute(at), annunciatedAt: minute(at),
    clearedAt: clearedAfterS === undefined ? null : minute(at) + clearedAfterS * 1000, acknowledgedAt: seenAfterS === undefined ? null : minute(at) + seenAfterS * 1000, ...rest,
  }
}
const ask = (occurrences: KpiOccurrence[], hours = 2, operators = 1) =>
  findKpis({ region: '220000', from: FROM, to: FROM + hours * HOUR, operators, occurrences })

it('a shift worked out by hand', () => {
  const kpis = ask([
    // Twelve in the eleven minutes from minute 10: the eleventh in ten minutes comes at minute 19, four are left at minute 27.
    ...Array.from({ length: 11 }, (_, index) => occurrence(10 + index * 0.9, { rule: 'flood', clearedAfterS: 20, seenAfterS: 30 })),
    occurrence(21, { rule: 'b', priority: 'red', clearedAfterS: 600, seenAfterS: 120 }),
    occurrence(60, { rule: 'b', priority: 'red', clearedAfterS: 1_200, seenAfterS: 60 }),
    occurrence(90, { rule: 'c', priority: 'blue' }),
    // Hidden: no load, but it stands.
    occurrence(95, { rule: 'd', annunciatedAt: null }),
    // From the day before yesterday, still there.
    occurrence(-2_000, { rule: 'old' }),
    // After the end.
    occurrence(120, { rule: 'later' }),
  ])
  expect(kpis).toMatchObject({
    alarms: 14, perTenMinutes: 14 / 12, perDay: 14 * 12, peakTenMinutes: 11, peakAt: '2026-11-26T00:19:00.000Z',
    priorities: { red: { count: 2, share: 2 / 14 }, orange: { count: 0, share: 0 }, yellow: { count: 11, share: 11 / 14 }, blue: { count: 1, share: 1 / 14 } },
    topTenShare: 1, standing: 3, stale: 1, unacknowledged: 1,
    acknowledgeS: { count: 13, median: 30, p90: 60 }, clearS: { count: 13, median: 20, p90: 600 },
  })
  // Ten minutes each: minutes 10 to 19 hold eleven, 20 to 29 one, then those of minutes 60 and 90.
  expect(kpis.course).toEqual([0, 11, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0])
  expect(kpis.top.map(({ rule, count }) => [rule, count])).toEqual([['flood', 11], ['b', 2], ['c', 1]])
  // Eight of the eleven and the one of minute 21 leave the window until four are left: at minute 10 + 7 × 0.9 + 10.
  expect(kpis.floods).toEqual([{ region: '220000', since: '2026-11-26T00:19:00.000Z', until: '2026-11-26T00:26:18.000Z', alarms: 12, recent: null }])
  expect(kpis.floodShare).toBeCloseTo(7.3 / 120, 6)
  expect(kpis.chattering).toMatchObject([{ rule: 'flood', transitions: 3, suggestedOffDelayS: 35 }])
  expect(kpis.fleeting).toMatchObject([{ rule: 'flood', fleeting: 11, occurrences: 11, suggestedOnDelayS: 21 }])
})

it('nothing happened', () => {
  expect(ask([])).toMatchObject({ alarms: 0, perTenMinutes: 0, course: Array.from({ length: 12 }, () => 0), peakAt: null, floodShare: 0, top: [], topTenShare: 0, acknowledgeS: { count: 0, median: null, p90: null }, priorities: { red: { share: 0 } } })
})

it('two operators share the load', () => {
  expect(ask([occurrence(1), occurrence(2)], 1, 2)).toMatchObject({ alarms: 2, perTenMinutes: 2 / 6 / 2, perDay: 24 })
})

it('lists the worst hundred nuisances, and says how many there are', () => {
  const kpis = ask(Array.from({ length: 150 }, (_, rule) => Array.from({ length: 2 + rule % 3 }, (_, times) => occurrence(rule / 2 + times / 4, { rule: String(rule), clearedAfterS: 5 }))).flat())
  expect([kpis.fleeting.length, kpis.fleetingCount, kpis.chattering.length, kpis.chatteringCount]).toEqual([100, 150, 100, 150])
  expect(kpis.fleeting.slice(0, 50).every(({ fleeting }) => fleeting === 4)).toBe(true)
})
