import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import type { ScanQuery } from '@hazardwatch/shared/reading-store'
import { expect, it } from 'vitest'
import { testPoint } from '../testing/test-point.ts'
import { planBacktest } from './backtest-plan.ts'
import { runBacktest } from './run-backtest.ts'

const T = Date.UTC(2026, 10, 20)
const points = [7, 9].map((number) => testPoint(number, `P${number}`))
const rule = (fields: object): AlarmRule => AlarmRule.parse({ id: 'R7', enterprise: 'E', point: 'P7', kind: 'H', limit: 25, priority: 'red', ...fields })
const current = [rule({}), rule({ id: 'R9', point: 'P9' })]
const ledger = {
  pointByNumber: (number: number) => points.find((point) => point.number === number), tagNumbers: () => new Map(points.map(({ tag, number }) => [tag, number])),
  point: (_enterprise: string, tag: string) => points.find((point) => point.tag === tag), rule: (id: string) => current.find((each) => each.id === id),
}

/** P7 is above 25 for ten seconds in each of three minutes, and above 20 for twenty; P9 never is. */
const rows = [0, 1, 2].flatMap((minute) => [[0, 10], [10, 22], [20, 30], [30, 10], [40, 10]].map(([second = 0, value = 0]) => ({ minute, second, value })))
const store = {
  queries: [] as ScanQuery[],
  scan: async (query: ScanQuery, take: (batch: ReturnType<typeof batchOf>) => void | Promise<void>) => {
    store.queries.push(query)
    for (const minute of [0, 1, 2]) {
      const readings = rows.filter((row) => row.minute === minute)
      const timeOf = ({ second }: { second: number }): number => T + minute * 60_000 + second * 1_000
      await take(batchOf(Number.NaN, [
        ...readings.map((row) => ({ point: 7, time: timeOf(row), value: row.value })),
        ...(query.points.includes(9) ? readings.map((row) => ({ point: 9, time: timeOf(row), value: 1 })) : []),
      ]))
    }
  },
}
const run = (candidates: AlarmRule[], signal = new AbortController().signal) => {
  const progress: number[] = []
  const plan = planBacktest(ledger, candidates, T, T + 180_000)
  return runBacktest({ plan, store, signal, onProgress: (at) => { progress.push(at) } }).then((result) => ({ result, progress }))
}

it('a rule against itself changes nothing, and every reading was judged', async () => {
  const { result, progress } = await run(current)
  expect(result).toMatchObject({ readings: 30, points: 2, same: 3, before: { alarms: 3, perHour: 60, activeS: 30 }, after: { alarms: 3 } })
  expect([result.added.count, result.removed.count, result.earlier.count, result.later.count]).toEqual([0, 0, 0, 0])
  expect(progress.at(-1)).toBe(1)
})

it('a lower limit alarms earlier', async () => {
  const { result } = await run([rule({ limit: 20 })])
  expect(result.earlier).toMatchObject({ count: 3, medianS: -10 })
  expect(result.earlier.items[0]).toEqual({
    rule: 'R7', point: 'E/P7', onsetAt: '2026-11-20T00:00:10.000Z', raisedAt: '2026-11-20T00:00:10.000Z', clearedAt: '2026-11-20T00:00:30.000Z', movedS: -10,
  })
})

it('a higher limit takes them away, a new rule brings its own', async () => {
  const { result } = await run([rule({ limit: 40 }), rule({ id: 'NEW', point: 'P9', kind: 'L', limit: 5 })])
  expect([result.removed.count, result.added.items.map(({ rule: id }) => id), result.after.alarms]).toEqual([3, ['NEW'], 1])
})

it('points that a rule hears together are read together', async () => {
  store.queries.length = 0
  await run([rule({ kind: 'deviation', limit: 5, sibling: 'P9' })])
  expect(store.queries.map(({ points: read, order }) => [read, order])).toEqual([[[7, 9], 'time']])
})

it('is broken off with its reason', async () => {
  const stop = new AbortController()
  stop.abort(new Error('enough'))
  await expect(run(current, stop.signal)).rejects.toThrow('enough')
})

it('a rule on many points is tried on each, against the same rule on one', async () => {
  const { result } = await run([rule({ point: 'P*', limit: 20 })])
  expect(result).toMatchObject({ points: 2, before: { alarms: 3 }, after: { alarms: 3 }, earlier: { count: 3 }, removed: { count: 0 } })
  expect(result.earlier.items[0]).toMatchObject({ rule: 'R7', point: 'E/P7' })
  await expect(async () => run([rule({ point: '{gas=NH3}' })])).rejects.toMatchObject({ detail: expect.stringContaining('ask for one of tag'), words: { zh: expect.stringMatching(/^规则 .*：选择器/) } })
})
