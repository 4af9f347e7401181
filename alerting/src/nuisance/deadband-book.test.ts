import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Point } from '@hazardwatch/shared/ledger'
import type { HistoryQuery, StoredReading } from '@hazardwatch/shared/reading-store'
import { expect, it } from 'vitest'
import { createDeadbandBook } from './deadband-book.ts'
import { findKpis, type KpiOccurrence } from './kpis.ts'

const T0 = 1_800_000_000_000
/** 8.05 and 7.7 by turns, each five seconds. */
const chatter: StoredReading[] = Array.from({ length: 40 }, (_, index) => [T0 + index * 5_000, index % 2 === 0 ? 8.05 : 7.7, 0])
const occurrences = (rule: string, count = 20): KpiOccurrence[] => Array.from({ length: count }, (_, index) => ({
  rule, enterprise: 'E', point: 'P', priority: 'red', raisedAt: T0 + index * 10_000, clearedAt: T0 + index * 10_000 + 5_000, annunciatedAt: T0 + index * 10_000, acknowledgedAt: null,
}))
const ruleOf = (change: object): AlarmRule => AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'P', kind: 'H', limit: 8, priority: 'red', ...change })

const room = (rules: object[] = [{}], history: (query: HistoryQuery) => Promise<StoredReading[]> = () => Promise.resolve(chatter)) => {
  const asked: HistoryQuery[] = []
  const failures: unknown[] = []
  const book = new Map<string, AlarmRule>(rules.map((change) => ruleOf(change)).map((rule) => [rule.id, rule]))
  const point = { number: 7, ...Point.parse({ enterprise: 'E', tag: 'P', source: 'S', name: 'P', quantity: 'level', unit: 'm', rangeLow: 0, rangeHigh: 10, expectedIntervalS: null, location: null }) }
  const deadbands = createDeadbandBook({
    ledger: { rule: (id) => book.get(id), rules: () => [...book.values()], point: () => point }, onFailure: (error) => failures.push(error),
    // Longer than everything that is at hand, shorter than what never comes.
    pause: async () => { for (let turns = 0; turns < 2_000; turns++) await Promise.resolve() }, turn: () => Promise.resolve(),
    store: { history: async (query) => {
      asked.push(query)
      const points = (await history(query)).filter(([time]) => time >= query.from && time < query.to)
      return { raw: points.length <= query.maxPoints, points: points.slice(0, query.maxPoints) }
    } },
  })
  const ask = async (list: KpiOccurrence[], to = T0 + 3_600_000) =>
    (await deadbands.fill(findKpis({ region: '0', from: T0 - 3_600_000, to, operators: 1, occurrences: list }), list)).chattering[0]
  return { ask, asked, failures, rules: book }
}

it('from the stored readings around the chatter, with what it would have done, and once', async () => {
  const { ask, asked } = room()
  const found = await ask(occurrences('H'))
  expect(found).toMatchObject({
    suggestedDeadband: 0.3,
    deadbandBasis: { from: 'history', readings: 40, since: new Date(T0).toISOString(), until: new Date(T0 + 195_000).toISOString(), occurrencesNow: 20, occurrencesThen: 1, outcome: 'suggested' },
  })
  expect(await ask(occurrences('H'))).toEqual(found)
  expect(asked).toEqual([{ point: 7, from: T0 - 60_000, to: T0 + 255_001, maxPoints: 20_000 }])
})

it('an edit of the rule asks anew', async () => {
  const { ask, asked, rules } = room()
  await ask(occurrences('H'))
  rules.set('H', ruleOf({ deadband: 0.5 }))
  expect(await ask(occurrences('H'))).toMatchObject({ suggestedDeadband: null, deadbandBasis: { from: 'history', outcome: 'calm', occurrencesNow: 1 } })
  expect(asked).toHaveLength(2)
})

it('a limit close by: no deadband reaches it', async () => {
  const { ask } = room([{}, { id: 'pre', limit: 7.9 }])
  expect(await ask(occurrences('H'))).toMatchObject({ suggestedDeadband: null, deadbandBasis: { from: 'history', outcome: 'none', occurrencesNow: 20, occurrencesThen: 20 } })
})

it('chatter that was long ago is found before calm occurrences since', async () => {
  const { ask, asked } = room()
  const calm = occurrences('H', 1).map((each) => ({ ...each, raisedAt: T0 + 2_000_000, clearedAt: T0 + 2_600_000 }))
  expect(await ask([...occurrences('H'), ...calm])).toMatchObject({ suggestedDeadband: 0.3 })
  expect(asked[0]).toMatchObject({ to: T0 + 255_001 })
})

it('too many readings: the later half, in which the chatter ended', async () => {
  const many: StoredReading[] = Array.from({ length: 60_000 }, (_, index) => [T0 - 60_000 + index * 5, Math.floor(index / 1_000) % 2 === 0 ? 8.05 : 7.7, 0])
  const { ask, asked } = room([{}], () => Promise.resolve(many))
  expect(await ask(occurrences('H'))).toMatchObject({ suggestedDeadband: 0.3, deadbandBasis: { from: 'history' } })
  expect(asked.map(({ from, to }) => Math.round((to - from) / 1_000))).toEqual([315, 158, 79])
})

it.each<[string, object, (query: HistoryQuery) => Promise<StoredReading[]>, object]>([
  ['no history', {}, () => Promise.resolve([]), { suggestedDeadband: 0.5, deadbandBasis: { from: 'usual', percent: 5, why: 'no_history' } }],
  ['a store that does not answer', {}, () => new Promise(() => {}), { suggestedDeadband: 0.5, deadbandBasis: { from: 'usual', percent: 5, why: 'not_read_yet' } }],
  ['a limit of each state', { stateLimits: { startup: 9 } }, () => Promise.resolve(chatter), { suggestedDeadband: 0.5, deadbandBasis: { from: 'usual', percent: 5, why: 'limits_by_state' } }],
  ['the usual one is what it has', { deadband: 0.5 }, () => Promise.resolve([]), { suggestedDeadband: null, deadbandBasis: null }],
  ['no limit of its readings', { kind: 'rate', windowS: 60 }, () => Promise.resolve(chatter), { suggestedDeadband: null, deadbandBasis: null }],
])('%s', async (_, rule, history, wanted) => { expect(await room([rule], history).ask(occurrences('H'))).toMatchObject(wanted) })

it('a store that fails is told of, and asked again', async () => {
  let fails = true
  const { ask, failures } = room([{}], () => (fails ? Promise.reject(new Error('away')) : Promise.resolve(chatter)))
  expect(await ask(occurrences('H'))).toMatchObject({ deadbandBasis: { why: 'not_read_yet' } })
  expect(failures).toEqual([new Error('away')])
  fails = false
  expect(await ask(occurrences('H'))).toMatchObject({ suggestedDeadband: 0.3 })
})
