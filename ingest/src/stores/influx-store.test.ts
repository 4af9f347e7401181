import { batchOf } from '@hazardwatch/shared/reading-batch'
import { makeInflux, type Influx } from '@hazardwatch/shared/node/processes/influx-process'
import { randomUUID } from 'node:crypto'
import type { PointName } from '@hazardwatch/shared/point-names'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { describeBacklogStore } from './backlog-contract.ts'
import { describeReadingStore } from './contract.ts'
import { describeScannableStore } from './scan-contract.ts'
import { openInfluxStore, type InfluxStore } from './influx-store.ts'

const T = 1_795_402_800_000
const nameOf = (point: number): PointName => ({ enterprise: `E${point % 3}`, source: `S${point % 2}`, tag: `P${point}` })
const names = { find: (points: readonly number[]) => Promise.resolve(new Map(points.map((point) => [point, nameOf(point)]))) }

const open = (influx: Influx, bucket: string, more: Partial<Parameters<typeof openInfluxStore>[0]> = {}): InfluxStore => {
  const { HAZARD_INFLUX_URL: url, HAZARD_INFLUX_TOKEN: token, HAZARD_INFLUX_ORG: org } = influx.environment()
  return openInfluxStore({ api: influx.api, url, token, org, bucket, names, log: { warn: vi.fn<() => void>() }, clock: () => T, ...more })
}

// Real servers: a loaded machine takes its time.
describe.each(['v1', 'v2'] as const)('InfluxDB %s', { timeout: 60_000 }, (api) => {
  let influx: Influx
  beforeAll(async () => {
    influx = await makeInflux(api)
    await influx.start()
  }, 60_000)
  afterAll(() => influx.remove())

  const freshBucket = async (retentionSeconds = 0): Promise<string> => {
    const bucket = `b${randomUUID()}`
    await influx.makeBucket(bucket, retentionSeconds)
    return bucket
  }

  describeReadingStore(`InfluxDB ${api}`, async () => {
    const bucket = await freshBucket()
    return { open: () => Promise.resolve(open(influx, bucket)), cleanUp: () => Promise.resolve() }
  })

  describeBacklogStore(`InfluxDB ${api}`, async () => {
    const bucket = await freshBucket()
    return { open: () => Promise.resolve(open(influx, bucket)), cleanUp: () => Promise.resolve() }
  })

  describeScannableStore(`InfluxDB ${api}`, async () => {
    const bucket = await freshBucket()
    return { open: () => Promise.resolve(open(influx, bucket)), cleanUp: () => Promise.resolve() }
  })

  const everything = { from: T - 10_000_000, to: T + 10_000_000, maxPoints: 1_000 }

  it('finds what is stored among rows of many enterprises', async () => {
    const manyNames = { find: (points: readonly number[]) => Promise.resolve(new Map(points.map((point) => [point, { enterprise: `E ${point}`, source: 'S', tag: 'P' }]))) }
    const bucket = await freshBucket()
    const points = Array.from({ length: 40 }, (_, point) => point)
    const store = open(influx, bucket, { names: manyNames })
    await store.append(batchOf(T, points.map((point) => ({ point, time: T + 100_000, value: 1 }))))
    await store.append(batchOf(T, [{ point: 7, time: T, value: 1 }, { point: 8, time: T, value: null, quality: 'fault' as const }, { point: 9, time: T + 1, value: 1 }]))
    await store.close()
    const again = open(influx, bucket, { names: manyNames })
    const told: number[] = []
    await again.append(batchOf(T, points.flatMap((point) => [{ point, time: T, value: 2 }, { point, time: T + 100_000, value: 2 }])), (rows) => { told.push(...rows) })
    expect(told.sort((a, b) => a - b)).toEqual(points.flatMap((point) => (point === 7 || point === 8 ? [2 * point, 2 * point + 1] : [2 * point + 1])))
    expect((await again.history({ point: 9, ...everything })).points).toEqual([[T, 2, 0], [T + 1, 1, 0], [T + 100_000, 1, 0]])
    await again.close()
  })

  it('takes any tag that the ledger takes', async () => {
    const tags = ['time', '_time', '_field', '_measurement', 'enterprise', 'source', 'a b', 'a,b=c', '"q"', "it's", 'back\\slash', 'end\\', '%LEL', '%25LEL', '温度/1#罐', '😀', '${x}', '$', '-- x', 'x;y', 'reading', 'a'.repeat(128)]
    const tagNames = { find: (points: readonly number[]) => Promise.resolve(new Map(points.map((point) => [point, { enterprise: 'E.1', source: 'S-1', tag: tags[point] ?? '' }]))) }
    const bucket = await freshBucket()
    const store = open(influx, bucket, { names: tagNames })
    const points = tags.map((_, point) => point)
    await store.append(batchOf(T, points.map((point) => ({ point, time: T, value: point }))))
    await store.append(batchOf(T, points.map((point) => ({ point, time: T + 1, value: null, quality: 'fault' }))))
    await store.close()
    const again = open(influx, bucket, { names: tagNames })
    // Each is a duplicate of what is there, but the last.
    await again.append(batchOf(T, points.flatMap((point) => [0, 1, 2].map((later) => ({ point, time: T + later, value: 1_000 })))))
    for (const point of points) expect((await again.history({ point, ...everything })).points, tags[point]).toEqual([[T, point, 0], [T + 1, null, 1], [T + 2, 1_000, 0]])
    expect(await again.latest(points)).toEqual(new Map(points.map((point) => [point, [T + 2, 1_000, 0]])))
    expect(again.health()).toMatchObject({ ok: true, droppedReadings: 0 })
    await again.close()
  })

  it('tells which rows are stored already or stand in the batch twice', async () => {
    const bucket = await freshBucket()
    const rows = (...cells: [point: number, time: number][]) => batchOf(T, cells.map(([point, time]) => ({ point, time: T + time, value: 1 })))
    const store = open(influx, bucket)
    const heard: number[][] = []
    const append = (target: InfluxStore, ...cells: [point: number, time: number][]) => target.append(rows(...cells), (duplicates) => { heard.push([...duplicates]) })
    await append(store, [1, 0], [2, 0], [1, 0], [1, 5])
    await append(store, [1, 6], [2, 1])
    await append(store, [1, 3], [1, 0], [2, 0], [1, 7], [1, 3])
    await store.close()
    const again = open(influx, bucket)
    await append(again, [1, 7], [2, 9], [3, 0])
    await again.close()
    expect(heard).toEqual([[2], [1, 2, 4], [0]])
  })

  it('knows a point again that has changed its source', async () => {
    let source = 'S1'
    const moving = { find: (points: readonly number[]) => Promise.resolve(new Map(points.map((point) => [point, { enterprise: 'E1', source, tag: `P${point}` }]))) }
    const store = open(influx, await freshBucket(), { names: moving })
    await store.append(batchOf(T, [{ point: 1, time: T, value: 1 }, { point: 1, time: T + 2, value: 3 }]))
    source = 'S2'
    store.forget(1)
    await store.append(batchOf(T, [{ point: 1, time: T, value: 100 }, { point: 1, time: T + 1, value: 2 }, { point: 1, time: T + 5, value: 4 }]))
    expect((await store.history({ point: 1, ...everything })).points).toEqual([[T, 1, 0], [T + 1, 2, 0], [T + 2, 3, 0], [T + 5, 4, 0]])
    expect(await store.latest([1])).toEqual(new Map([[1, [T + 5, 4, 0]]]))
    const buckets = await store.history({ point: 1, ...everything, maxPoints: 2 })
    expect(buckets).toEqual({ raw: false, points: [[T, 1, 0], [T + 5, 4, 0]] })
    await store.close()
  })

  it('keeps the other readings of a line that the server refuses, counts the refused one and says so', async () => {
    const bucket = await freshBucket()
    const { HAZARD_INFLUX_URL: url, HAZARD_INFLUX_TOKEN: token, HAZARD_INFLUX_ORG: org } = influx.environment()
    const query = new URLSearchParams(api === 'v1' ? { db: bucket, precision: 'ms' } : { org, bucket, precision: 'ms' })
    const foreign = await fetch(`${url}${api === 'v1' ? '/write' : '/api/v2/write'}?${query.toString()}`, {
      method: 'POST', headers: { authorization: `Token ${token}` }, body: `reading,enterprise=E1,source=S1 P1="text" ${T}`,
    })
    expect(foreign.status).toBe(204)
    const store = open(influx, bucket, { names: { find: (points) => Promise.resolve(new Map(points.map((point) => [point, { enterprise: 'E1', source: 'S1', tag: `P${point}` }]))) } })
    await store.append(batchOf(T, [0, 1, 2].flatMap((point) => [T + 1, T + 2].map((time) => ({ point, time, value: point + 0.5 })))))
    expect((await store.history({ point: 2, ...everything })).points).toEqual([[T + 1, 2.5, 0], [T + 2, 2.5, 0]])
    expect(store.health()).toMatchObject({ ok: false, droppedReadings: 2, problem: expect.stringContaining('field type conflict') })
    await store.close()
  })

  it('counts what lies beyond the retention of the bucket and stores the rest', async () => {
    const store = open(influx, await freshBucket(86_400))
    const now = Date.now()
    await store.append(batchOf(T, [now - 3 * 86_400_000, now].flatMap((time) => [0, 6].map((point) => ({ point, time, value: 1 })))))
    expect((await store.history({ point: 0, from: 0, to: now + 1, maxPoints: 10 })).points).toEqual([[now, 1, 0]])
    expect(store.health()).toMatchObject({ ok: false, droppedReadings: 2, problem: expect.stringContaining('retention policy') })
    await store.close()
  })

  it('leaves out times that InfluxDB cannot hold, and points that were never registered', async () => {
    const store = open(influx, await freshBucket(), { names: { find: (points) => Promise.resolve(new Map(points.filter((point) => point < 5).map((point) => [point, nameOf(point)]))) } })
    await store.append(batchOf(T, [{ point: 1, time: -8.64e15, value: 1 }, { point: 9, time: T, value: 1 }, { point: 1, time: T, value: 2 }]))
    expect((await store.history({ point: 1, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, maxPoints: 10 })).points).toEqual([[T, 2, 0]])
    expect(await store.history({ point: 9, ...everything })).toEqual({ raw: true, points: [] })
    expect(store.health()).toMatchObject({ ok: false, droppedReadings: 2 })
    await store.close()
  })

  it('says what to do when there is no such bucket, and goes on when there is one', async () => {
    const bucket = `later${randomUUID()}`
    const store = open(influx, bucket)
    const batch = batchOf(T, [{ point: 1, time: T, value: 1 }])
    await expect(store.append(batch)).rejects.toMatchObject({ code: 'store_unavailable' })
    await store.probe()
    expect(store.health()).toMatchObject({ ok: false, problem: expect.stringContaining('HAZARD_INFLUX_BUCKET') })
    await influx.makeBucket(bucket)
    await store.append(batch)
    await store.probe()
    expect(store.health()).toMatchObject({ ok: true, problem: null })
    await store.close()
  })

  it('stands a server that is killed: what was called stored is there, and the rest is refused until it is back', async () => {
    const bucket = await freshBucket()
    const store = open(influx, bucket)
    await store.append(batchOf(T, [{ point: 1, time: T, value: 1 }]))
    await influx.kill('SIGKILL')
    const next = batchOf(T, [{ point: 1, time: T, value: 9 }, { point: 1, time: T + 1, value: 2 }])
    await expect(store.append(next)).rejects.toMatchObject({ code: 'store_unavailable', detail: expect.stringMatching(/is not there.*ECONN/) })
    await expect(store.history({ point: 1, ...everything })).rejects.toMatchObject({ code: 'store_unavailable' })
    await store.probe()
    expect(store.health()).toMatchObject({ ok: false, problem: expect.stringContaining('is not there') })
    await influx.start()
    await store.append(next)
    await store.probe()
    expect(store.health()).toMatchObject({ ok: true, problem: null })
    expect((await store.history({ point: 1, ...everything })).points).toEqual([[T, 1, 0], [T + 1, 2, 0]])
    await store.close()
  })
})

describe('a token that InfluxDB does not know', () => {
  let influx: Influx
  beforeAll(async () => {
    influx = await makeInflux('v2')
    await influx.start()
  }, 60_000)
  afterAll(() => influx.remove())

  it('is told with what to do', async () => {
    const store = open(influx, 'readings', { token: 'wrong' })
    await expect(store.append(batchOf(T, [{ point: 1, time: T, value: 1 }]))).rejects.toMatchObject({ code: 'store_unavailable', detail: expect.stringContaining('HAZARD_INFLUX_TOKEN') })
    expect(store.health()).toMatchObject({ ok: false, problem: expect.stringContaining('401') })
    await store.close()
  }, 60_000)
})
