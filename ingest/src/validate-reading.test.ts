import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { createRefusals } from './refusals.ts'
import { FUTURE_MAX_MS, validateReadings } from './validate-reading.ts'

const ARRIVED_AT = 1_795_402_800_000
const LIMIT = ARRIVED_AT + FUTURE_MAX_MS

const decodedAt = (...times: number[]) => ({
  batch: batchOf(ARRIVED_AT, times.map((time, index) => ({ point: index, time, value: index * 10 }))),
  refusals: createRefusals(),
  replies: [],
  tags: new Map([['first', 0], ['second', 1], ['third', 2]]),
})

describe('readings ahead of their arrival', () => {
  it('are kept up to the limit, however old or early the others are', () => {
    const decoded = decodedAt(LIMIT, 0, ARRIVED_AT)
    validateReadings(decoded)
    expect(decoded.batch.count).toBe(3)
    expect(decoded.refusals.count).toBe(0)
  })

  it('are taken out from between their neighbours, with tag, reason and remedy', () => {
    const decoded = decodedAt(ARRIVED_AT, LIMIT + 1, ARRIVED_AT - 1)
    validateReadings(decoded)
    const { batch, refusals } = decoded
    const kept = [batch.point, batch.value, batch.time].map((column) => [...column.subarray(0, batch.count)])
    expect(kept).toEqual([[0, 2], [0, 20], [ARRIVED_AT, ARRIVED_AT - 1]])
    const detail = '2026-11-23T03:05:00.001Z is more than 300 s ahead of its arrival at 2026-11-23T03:00:00.000Z: set the clock of the gateway'
    const detailZh = '时间比到达时间 2026-11-23T03:00:00.000Z 超前 300 s 以上（2026-11-23T03:05:00.001Z）；请校准网关的时钟'
    expect(refusals.listed).toEqual([{ reason: 'future', tag: 'second', where: '$..values["second"]', detail, detailZh }])
  })

  it('are refused when the time was sent in microseconds', () => {
    const decoded = decodedAt(ARRIVED_AT * 1_000)
    validateReadings(decoded)
    expect(decoded.refusals.byReason).toEqual({ future: 1 })
    expect(decoded.batch.count).toBe(0)
  })
})
