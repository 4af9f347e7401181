import { describe, expect, it } from 'vitest'
import { createIngestStats } from './ingest-stats.ts'
import { countRefused, createRefusals, type Refusals } from './refusals.ts'

const refused = (count: number): Refusals => {
  const refusals = createRefusals()
  if (count > 0) countRefused(refusals, 'unknown_point', count)
  return refusals
}

describe('counters of the path', () => {
  it('add up in total and for each registered enterprise; strangers are counted but not remembered', () => {
    const stats = createIngestStats(() => 5)
    stats.countMessage('E1', true, 100, 3, refused(0), 10)
    stats.countMessage('E1', true, 50, 1, refused(2), 11)
    stats.countMessage('stranger', false, 7, 0, refused(1), 12)
    const { enterprises, ...total } = stats.snapshot()
    expect(total).toMatchObject({ startedAt: 5, messages: 3, bytes: 157, accepted: 4, refused: 3, refusedByReason: { unknown_point: 3 }, lastMessageAt: 12 })
    expect(enterprises).toEqual({ E1: { messages: 2, bytes: 150, accepted: 4, refused: 2, refusedByReason: { unknown_point: 2 }, lastMessageAt: 11 } })
  })

  it('are given out as a copy', () => {
    const stats = createIngestStats(() => 0)
    stats.countMessage('E1', true, 1, 0, refused(1), 1)
    const before = stats.snapshot()
    stats.countMessage('E1', true, 1, 0, refused(1), 2)
    expect(before.enterprises['E1']).toMatchObject({ messages: 1, refusedByReason: { unknown_point: 1 } })
    expect(before.refusedByReason).toEqual({ unknown_point: 1 })
  })
})
