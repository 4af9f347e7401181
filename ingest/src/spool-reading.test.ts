import { batchOf, createBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { decodeBatch } from './batch-record.ts'
import { createSpoolReadings } from './spool-reading.ts'
import type { SpoolRecord } from './spool/spool-record.ts'

const batch = batchOf(7, [{ point: 1, time: 2, value: 3 }])

const stage = () => {
  const appended: SpoolRecord[] = []
  const commits: PromiseWithResolvers<void>[] = []
  const log = {
    append: (record: SpoolRecord) => appended.push(record) + 9,
    commit: () => {
      const commit = Promise.withResolvers<void>()
      commits.push(commit)
      return commit.promise
    },
    room: () => undefined,
  }
  return { appended, commits, log }
}

describe('into the spool', () => {
  it('a batch is a record, and its commit what the sender waits for', async () => {
    const { appended, commits, log } = stage()
    const readings = createSpoolReadings(log, 4)
    expect(readings.position()).toBe(4)
    const durable = readings.spool(batch)
    expect(readings.position()).toBe(11)
    expect(decodeBatch(appended[0]?.payload ?? new Uint8Array())).toMatchObject({ count: 1, arrivedAt: 7 })
    commits[0]?.resolve()
    await expect(durable).resolves.toBeUndefined()
  })

  it('one without rows waits for the one before it', async () => {
    const { appended, commits, log } = stage()
    const readings = createSpoolReadings(log, 0)
    const first = readings.spool(batch)
    expect(readings.spool(createBatch(0, 0))).toBe(first)
    expect(appended).toHaveLength(1)
    commits[0]?.resolve()
    await first
  })

  it('what the spool refuses is not durable', async () => {
    const { log } = stage()
    const readings = createSpoolReadings({ ...log, append: () => { throw new Error('full') } }, 4)
    await expect(readings.spool(batch)).rejects.toThrow('full')
    expect(readings.position()).toBe(4)
  })
})
