import { batchOf } from '@hazardwatch/shared/reading-batch'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openForEachTest, type OpenStore, type StoreUnderTest } from './store-under-test.ts'

const T = 1_795_402_800_000
const RUNS = 12

type Step = { do: 'append'; rows: { point: number; k: number }[] } | { do: 'expect'; isExpected: boolean } | { do: 'reopen' }

const steps = fc.array(fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('append' as const), rows: fc.array(fc.record({ point: fc.integer({ min: 1, max: 2 }), k: fc.nat(40) }), { maxLength: 8 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('expect' as const), isExpected: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
), { minLength: 4, maxLength: 16 })

/** A backlog that comes beside what is live: for every implementation of {@link ReadingStore}. */
export const describeBacklogStore = (name: string, prepare: () => Promise<StoreUnderTest>): void => {
  describe(`${name} takes a backlog beside what is live`, () => {
    const subject = openForEachTest(prepare)
    namedCases(subject)
    modelCases(subject)
  })
}

const timesOf = async (store: ReadingStore, point: number): Promise<number[]> =>
  (await store.history({ point, from: T, to: T + 1_000_000, maxPoints: 100_000 })).points.map(([time]) => time - T)

const namedCases = ({ store }: OpenStore): void => {
  /** @returns the times after T that were told as stored already. */
  const append = async (point: number, times: number[], value: number): Promise<number[]> => {
    const told: number[] = []
    await store().append(batchOf(T, times.map((time) => ({ point, time: T + time, value }))), (rows) => { told.push(...rows.map((row) => times[row] ?? -1)) })
    return told
  }

  it('each reading once, and the newest one stays that', async () => {
    await append(1, [0, 10], 1)
    store().expectOlder?.(true)
    expect(await append(1, [100, 110], 1)).toEqual([])
    expect(await append(1, [20, 30, 100], 2)).toEqual([100])
    expect(await append(1, [120, 50], 1)).toEqual([])
    // Sent again within the backlog, and before a late one of what is live.
    expect(await append(1, [30, 40, 50, 60, 60], 2)).toEqual([30, 50, 60])
    expect((await store().latest([1])).get(1)).toEqual([T + 120, 1, 0])
    store().expectOlder?.(false)
    expect(await append(1, [55, 60], 3)).toEqual([60])
    expect(await timesOf(store(), 1)).toEqual([0, 10, 20, 30, 40, 50, 55, 60, 100, 110, 120])
  })

  it('of points that have nothing yet', async () => {
    store().expectOlder?.(true)
    await append(5, [100], 1)
    expect(await append(5, [10, 20, 100], 2)).toEqual([100])
    expect(await timesOf(store(), 5)).toEqual([10, 20, 100])
  })
}

/** The first of each point and time, and for each append which of its rows were not. */
class Model {
  readonly expected: number[][] = []
  private readonly known = new Set<string>()

  take(rows: readonly { point: number; k: number }[]): void {
    this.expected.push(rows.flatMap(({ point, k }, row) => {
      const size = this.known.size
      return this.known.add(`${point}/${k}`).size === size ? [row] : []
    }))
  }

  timesOf(point: number): number[] {
    return [...this.known].filter((key) => key.startsWith(`${point}/`)).map((key) => Number(key.slice(2)) * 1_000).sort((a, b) => a - b)
  }
}

const modelCases = ({ store, reopen }: OpenStore): void => {
  let base = 100
  const append = async (rows: readonly { point: number; k: number }[]): Promise<number[]> => {
    const told: number[] = []
    await store().append(batchOf(T, rows.map(({ point, k }) => ({ point: base + point, time: T + k * 1_000, value: k }))), (doubles) => { told.push(...doubles) })
    return told.sort((a, b) => a - b)
  }

  it('whatever is expected and comes, the first of each point and time is there, and the others are told', async () => {
    await fc.assert(fc.asyncProperty(steps, async (steps: Step[]) => {
      base += 10
      const model = new Model()
      const told: number[][] = []
      for (const step of steps) {
        if (step.do === 'expect') store().expectOlder?.(step.isExpected)
        else if (step.do === 'reopen') await reopen()
        else {
          model.take(step.rows)
          told.push(await append(step.rows))
        }
      }
      store().expectOlder?.(false)
      expect(told).toEqual(model.expected)
      for (const point of [1, 2]) expect(await timesOf(store(), base + point)).toEqual(model.timesOf(point))
    }), { numRuns: RUNS })
  }, 60_000)
}
