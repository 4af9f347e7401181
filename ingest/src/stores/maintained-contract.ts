import { batchOf, markRow } from '@hazardwatch/shared/reading-batch'
import { LATE } from '@hazardwatch/shared/reading-mark'
import type { MaintainedStore, StoredReading } from '@hazardwatch/shared/reading-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openForEachTest, type StoreUnderTest } from './store-under-test.ts'

/** A store that keeps 40 days, closes a day one hour after its end and merges late readings after two. */
export type MaintainedStoreUnderTest = StoreUnderTest<MaintainedStore>

const HOUR = 3_600_000
const DAY = 24 * HOUR
const T = Date.UTC(2026, 9, 1)
const ALWAYS = { from: T - 100 * DAY, to: T + 100 * DAY, maxPoints: 100_000 }

interface Row { point: number; time: number; value: number }

/** One suite for every store that keeps its own files. */
export const describeMaintainedStore = (name: string, prepare: () => Promise<MaintainedStoreUnderTest>): void => {
  describe(`${name} keeps the contract of a maintained store`, () => {
    const { store, reopen } = openForEachTest(prepare)
    const open = (): Open => ({ store: store(), reopen: async () => { await reopen(); return open() } })
    compactionCases(open)
    lateCases(open)
    retentionCases(open)
    markCases(open)
    modelCases(open)
  })
}

interface Open { store: MaintainedStore; reopen(): Promise<Open> }

const append = (store: MaintainedStore, arrivedAt: number, ...rows: Row[]): Promise<void> => store.append(batchOf(arrivedAt, rows))
const timesOf = async (store: MaintainedStore, point = 1): Promise<number[]> => (await store.history({ point, ...ALWAYS })).points.map(([time]) => time)

/** Three days of a point, every six hours. */
const threeDays = Array.from({ length: 12 }, (_, k): Row => ({ point: 1, time: T + k * 6 * HOUR, value: k }))

const compactionCases = (open: () => Open): void => {
  it('compacts a day when it is over and its grace too, and no day before', async () => {
    const { store } = open()
    await append(store, T, ...threeDays)
    expect((await store.maintain(T + DAY + HOUR - 1)).compacted).toEqual([])
    expect(await store.maintain(T + DAY + HOUR)).toMatchObject({ compacted: [{ day: '2026-10-01', readings: 4 }], dropped: [], failed: [] })
    expect((await store.maintain(T + 2 * DAY + HOUR)).compacted).toMatchObject([{ day: '2026-10-02', readings: 4 }])
    expect(await store.stats()).toMatchObject({ hotReadings: 4, hotDays: 1, compactedReadings: 8, compactedDays: 2, unreadableFiles: [] })
  })

  it('answers the same before and after, and after a restart', async () => {
    const { store, reopen } = open()
    await append(store, T, ...threeDays, { point: 2, time: T + 5, value: Number.MIN_VALUE })
    await store.append(batchOf(T, [{ point: 3, time: T + 7, value: null, quality: 'fault' }]))
    const before = await answersOf(store)
    expect((await store.maintain(T + 10 * DAY)).compacted).toHaveLength(3)
    expect(await answersOf(store)).toEqual(before)
    expect(await answersOf((await reopen()).store)).toEqual(before)
  })

  it('stores a reading once, compacted or not', async () => {
    const { store } = open()
    await append(store, T, ...threeDays)
    await store.maintain(T + 2 * DAY)
    await append(store, T, ...threeDays.map((row) => ({ ...row, value: -1 })))
    expect((await store.history({ point: 1, ...ALWAYS })).points.map(([, value]) => value)).toEqual(threeDays.map(({ value }) => value))
    expect((await store.stats()).hotReadings).toBe(8)
  })

  it('goes on beside appends and queries', async () => {
    const { store } = open()
    await append(store, T, ...threeDays)
    const maintained = store.maintain(T + 10 * DAY)
    const late = Array.from({ length: 20 }, (_, k): Row => ({ point: 1, time: T + k * 1_000 + 1, value: k }))
    for (const row of late) {
      const [times] = await Promise.all([timesOf(store), append(store, T, row, row)])
      expect(new Set(times).size).toBe(times.length)
      expect(times.length).toBeGreaterThanOrEqual(threeDays.length)
    }
    await maintained
    expect(await timesOf(store)).toHaveLength(threeDays.length + late.length)
  })
}

const answersOf = async (store: MaintainedStore): Promise<unknown[]> => {
  const histories = await Promise.all([1, 2, 3].map((point) => store.history({ point, ...ALWAYS })))
  const buckets = await store.history({ point: 1, ...ALWAYS, maxPoints: 5 })
  return [histories, buckets, await store.latest([1, 2, 3, 4])]
}

const lateCases = (open: () => Open): void => {
  it('merges what came late into the day, when it has waited', async () => {
    const { store } = open()
    await append(store, T, ...threeDays)
    await store.maintain(T + 2 * DAY)
    const arrived = T + 2 * DAY + HOUR
    await append(store, arrived, { point: 1, time: T + 1, value: 99 })
    expect((await store.maintain(arrived + 2 * HOUR - 1)).compacted).toMatchObject([{ day: '2026-10-02' }])
    expect((await store.maintain(arrived + 2 * HOUR)).compacted).toMatchObject([{ day: '2026-10-01', readings: 5 }])
    expect((await store.history({ point: 1, from: T, to: T + 2, maxPoints: 9 })).points).toEqual([[T, 0, 0], [T + 1, 99, 0]])
    expect(await store.maintain(arrived + 2 * HOUR)).toEqual({ compacted: [], dropped: [], failed: [] })
  })
}

const retentionCases = (open: () => Open): void => {
  it('drops whole days beyond the retention, and keeps the newest reading of each point', async () => {
    const { store, reopen } = open()
    await append(store, T, ...threeDays, { point: 2, time: T, value: 7 })
    await store.maintain(T + 2 * DAY + HOUR)
    expect((await store.maintain(T + 41 * DAY - 1)).dropped).toEqual([])
    expect((await store.maintain(T + 41 * DAY)).dropped).toEqual(['2026-10-01'])
    expect(await timesOf(store)).toEqual(threeDays.slice(4).map(({ time }) => time))
    const again = (await reopen()).store
    expect(await timesOf(again, 2)).toEqual([])
    expect(await again.latest([2])).toEqual(new Map<number, StoredReading>([[2, [T, 7, 0]]]))
    expect(await again.stats()).toMatchObject({ compactedDays: 2, hotDays: 0 })
  })
}

const markOf = async (store: MaintainedStore) => (await store.history({ point: 1, ...ALWAYS })).marks

const markCases = (open: () => Open): void => {
  it('keeps how readings came, compacted or not, of days with and without', async () => {
    const { store, reopen } = open()
    await append(store, T, ...threeDays)
    await store.maintain(T + 2 * DAY)
    const late = batchOf(T + 2 * DAY, [{ point: 1, time: T + 1, value: 99 }, { point: 1, time: T + 2 * DAY + 1, value: 98 }])
    for (const row of [0, 1]) markRow(late, row, LATE)
    await store.append(late)
    const expected = [[T + 1, LATE], [T + 2 * DAY + 1, LATE]]
    expect(await markOf(store)).toEqual(expected)
    await store.maintain(T + 3 * DAY)
    expect(await markOf(store)).toEqual(expected)
    await append(store, T + 3 * DAY, { point: 1, time: T + 2, value: 97 })
    await store.maintain(T + 20 * DAY)
    expect(await store.stats()).toMatchObject({ hotReadings: 0, compactedReadings: threeDays.length + 3 })
    expect(await markOf(store)).toEqual(expected)
    expect(await markOf((await reopen()).store)).toEqual(expected)
  })
}

type Step = { do: 'append'; rows: Row[] } | { do: 'maintain'; after: number } | { do: 'beside'; after: number; rows: Row[] } | { do: 'reopen' }

const rows = fc.array(fc.record({
  point: fc.integer({ min: 1, max: 3 }),
  time: fc.tuple(fc.nat(3), fc.nat(5)).map(([day, k]) => T + day * DAY + (k < 3 ? k : DAY - k)),
  value: fc.integer({ min: 0, max: 100 }),
}), { maxLength: 12 })
const after = fc.integer({ min: 0, max: 30 }).map((hours) => hours * HOUR)
const steps = fc.array(fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('append' as const), rows }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('maintain' as const), after }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('beside' as const), after, rows }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
), { minLength: 3, maxLength: 12 })

const modelCases = (open: () => Open): void => {
  it('holds the first reading of each point and time, whatever is appended, compacted and reopened in whatever order', async () => {
    let current = open()
    let base = 0
    await fc.assert(fc.asyncProperty(steps, async (steps: Step[]) => {
      // Points of its own for each run: one store serves them all.
      base += 10
      const model = new Map<string, Row>()
      let now = T + DAY
      for (const step of steps) {
        now += 'after' in step ? step.after : 0
        const own = 'rows' in step ? step.rows.map((row) => ({ ...row, point: base + row.point })) : []
        for (const row of own) if (!model.has(`${row.point}/${row.time}`)) model.set(`${row.point}/${row.time}`, row)
        if (step.do === 'reopen') current = await current.reopen()
        const { store } = current
        await Promise.all(['after' in step ? store.maintain(now).then(expectNoFailure) : undefined, append(store, now, ...own)])
        const points = [base + 1, base + 2, base + 3]
        expect(await answersFor(store, points)).toEqual(points.map((point) => expectedFor(model, point)))
      }
    }), { numRuns: 15 })
  }, 60_000)
}

const expectNoFailure = ({ failed }: { failed: unknown[] }): void => { expect(failed).toEqual([]) }

type Answer = [history: readonly StoredReading[], newest: StoredReading | undefined]

const answersFor = (store: MaintainedStore, points: readonly number[]): Promise<Answer[]> => Promise.all(points.map(async (point): Promise<Answer> =>
  [(await store.history({ point, ...ALWAYS })).points, (await store.latest([point])).get(point)]))

const expectedFor = (model: ReadonlyMap<string, Row>, point: number): Answer => {
  const rows = [...model.values()].filter((row) => row.point === point).sort((a, b) => a.time - b.time)
  const readings = rows.map(({ time, value }): StoredReading => [time, value, 0])
  return [readings, readings.at(-1)]
}
