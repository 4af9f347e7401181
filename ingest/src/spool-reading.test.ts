import { batchOf, createBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { decodeBatch } from './batch-record.ts'
import { COLUMNS_FORMAT, createSpoolReadings, LETTER_FORMAT } from './spool-reading.ts'
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

  it('what is set aside shares the commit of the batch behind it, and has one of its own where none comes', async () => {
    const { appended, log } = stage()
    const committed: (number | undefined)[] = []
    const readings = createSpoolReadings({ ...log, commit: async (sequence) => { committed.push(sequence) } }, 4)
    expect(readings.setAside(Uint8Array.of(1), 5)).toBe(true)
    await readings.spool(batch)
    expect([appended.map(({ format }) => format), committed, readings.position()]).toEqual([[LETTER_FORMAT, COLUMNS_FORMAT], [11], 12])
    readings.setAside(Uint8Array.of(2), 5)
    await readings.spool(createBatch(0, 0))
    readings.setAside(Uint8Array.of(3), 5)
    await readings.kept()
    expect([committed, readings.position()]).toEqual([[11, 12, 13], 14])
  })

  it('for what is set aside and finds no room nobody waits, but for what is owed', async () => {
    const { commits, log } = stage()
    let full = true
    const readings = createSpoolReadings({ ...log, append: (record) => { if (full) throw new Error('full'); return log.append(record) } }, 4)
    expect(readings.setAside(Uint8Array.of(1), 5)).toBe(false)
    await expect(readings.spool(createBatch(0, 0))).resolves.toBeUndefined()
    await expect(readings.kept()).resolves.toBeUndefined()
    expect(readings.setAside(Uint8Array.of(1), 5, true)).toBe(false)
    full = false
    await expect(readings.spool(batch)).rejects.toThrow('full')
    const next = readings.spool(batch)
    commits.at(-1)?.resolve()
    await expect(next).resolves.toBeUndefined()
  })
})
