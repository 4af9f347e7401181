import type { Alarm } from '@hazardwatch/shared/alarm'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { createFakeClock } from '@hazardwatch/shared/clock'
import { GOOD, qualityCode } from '@hazardwatch/shared/quality'
import type { StoredReading } from '@hazardwatch/shared/reading-store'
import { describe, expect, it } from 'vitest'
import { createForecastBook } from './forecast-book.ts'
import { testPoint } from './testing/test-point.ts'

const START = Date.UTC(2026, 0, 1)
const MINUTE = 60_000
const at = (minute: number) => new Date(START + minute * MINUTE).toISOString()
const rules = [
  AlarmRule.parse({ id: 'F', enterprise: 'E', point: 'P', kind: 'forecast', limit: 50, horizonS: 3600, priority: 'yellow' }),
  AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'P', kind: 'H', limit: 50, priority: 'red' }),
]

const forecastAlarm = (id: string, raised: number, cleared: number | null) => ({ id, raisedAt: at(raised), clearedAt: cleared === null ? null : at(cleared) }) as Alarm

/** Reached at minute 100 and 300; a bad value beyond the level says nothing. */
const points: StoredReading[] = [[0, 10], [100, 60], [120, 20], [300, 55], [320, 10], [400, 99]].map(([minute = 0, value = 0]) => [START + minute * MINUTE, value, minute === 400 ? qualityCode('fault') ?? 1 : GOOD])

const createBook = (alarms: Alarm[], now = 1000) => createForecastBook({
  ledger: { rule: (id) => rules.find((rule) => rule.id === id), point: () => testPoint(1, 'P') },
  desk: { list: async ({ cursor }) => (cursor === undefined ? { items: alarms.slice(0, 2), next: '2' } : { items: alarms.slice(2), next: null }) },
  store: { history: async () => ({ raw: true, points }) },
  clock: createFakeClock(START + now * MINUTE).now,
})
const question = { rule: 'F', from: START, to: START + 900 * MINUTE, leadMs: 10 * MINUTE }

describe('the forecasts of a rule', () => {
  it('are scored against what was measured, page by page of alarms', async () => {
    const report = await createBook([forecastAlarm('3', 600, 610), forecastAlarm('2', 295, 330), forecastAlarm('1', 60, 110)]).score(question)
    expect(report).toMatchObject({ rule: 'F', outcomes: { hit: 1, late: 1, false: 1, open: 0 }, missed: 0, hitRate: 1 / 3, medianLeadS: 2400 })
    expect(report.items.map(({ alarm, outcome, reachedAt }) => [alarm, outcome, reachedAt])).toEqual([['3', 'false', null], ['2', 'late', at(300)], ['1', 'hit', at(100)]])
  })

  it('are open while they hold, and a level that came unannounced is missed', async () => {
    expect(await createBook([forecastAlarm('1', 990, null)]).score(question)).toMatchObject({ outcomes: { open: 1 }, missed: 2, hitRate: null, medianLeadS: null })
  })

  it.each([
    ['a rule that is not there', 'nobody', 'not_found'],
    ['a rule that foretells nothing', 'H', 'rule_impossible'],
  ])('are refused for %s', async (_, rule, code) => {
    await expect(createBook([]).score({ ...question, rule })).rejects.toMatchObject({ code, words: { zh: expect.stringMatching(/\p{Script=Han}/u) } })
  })
})
