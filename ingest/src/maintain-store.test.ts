import type { MaintenanceReport, StoreStats } from '@hazardwatch/shared/reading-store'
import { describe, expect, it, vi } from 'vitest'
import { createStoreMaintenance } from './maintain-store.ts'

const stats: StoreStats = { hotReadings: 1, hotDays: 1, compactedReadings: 0, compactedDays: 0, compactedBytes: 0, unreadableFiles: [] }
const nothing: MaintenanceReport = { compacted: [], dropped: [], failed: [] }

const stage = (maintain: () => Promise<MaintenanceReport>, more: Partial<StoreStats> = {}) => {
  const log = { info: vi.fn<() => void>(), error: vi.fn<() => void>() }
  return { log, maintenance: createStoreMaintenance({ maintain, stats: () => Promise.resolve({ ...stats, ...more }) }, () => 42, log) }
}

describe('maintenance of the reading store', () => {
  it('is one round at a time', async () => {
    const gate = Promise.withResolvers<MaintenanceReport>()
    const maintain = vi.fn<() => Promise<MaintenanceReport>>(() => gate.promise)
    const { maintenance } = stage(maintain)
    const first = maintenance.round()
    expect(maintenance.round()).toBe(first)
    gate.resolve(nothing)
    await maintenance.stop()
    expect(maintain).toHaveBeenCalledOnce()
    expect(maintenance.health()).toEqual({ ok: true, lastRoundAt: 42, failedDays: [], ...stats })
  })

  it.each<[string, MaintenanceReport, Partial<StoreStats>]>([
    ['a day that could not be compacted', { ...nothing, failed: [{ day: '2026-11-22', reason: 'disk full' }] }, {}],
    ['a day file that is missing', nothing, { unreadableFiles: ['2026-11-01.1.parquet'] }],
  ])('%s shows in the health', async (_, report, more) => {
    const { maintenance } = stage(() => Promise.resolve(report), more)
    await maintenance.round()
    expect(maintenance.health().ok).toBe(false)
  })

  it('a round that fails is told and the next one runs', async () => {
    let rounds = 0
    const { maintenance, log } = stage(() => (++rounds === 1 ? Promise.reject(new Error('away')) : Promise.resolve(nothing)))
    await maintenance.round()
    expect(log.error).toHaveBeenCalledOnce()
    await maintenance.round()
    expect(maintenance.health().lastRoundAt).toBe(42)
  })
})
