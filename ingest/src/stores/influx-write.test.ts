import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import type { InfluxFault } from './influx-error.ts'
import { InfluxDirectory } from './influx-directory.ts'
import { LineWriter } from './influx-line.ts'
import { groupRows } from './influx-rows.ts'
import { InfluxRequestError } from './influx-server.ts'
import { InfluxWriter } from './influx-write.ts'

const POINTS = 10

/** A server that takes what `judge` does not refuse; `stored` has each reading as `tag@time`. */
const stage = (times: number, judge: (lines: string[]) => InfluxFault | undefined) => {
  const directory = new InfluxDirectory()
  for (let point = 0; point < POINTS; point++) directory.learn(point, { enterprise: 'E', source: 'S', tag: `P${point}` }, Number.NEGATIVE_INFINITY)
  const batch = batchOf(0, Array.from({ length: times * POINTS }, (_, index) => ({ point: index % POINTS, time: Math.floor(index / POINTS), value: index })))
  const stored: string[] = []
  const requests: number[] = []
  const server = {
    write: (text: string) => {
      const lines = text.trimEnd().split('\n')
      requests.push(lines.length)
      const fault = judge(lines)
      if (fault !== undefined) return Promise.reject(new InfluxRequestError(fault))
      stored.push(...lines.flatMap((line) => {
        const [, fields = '', time] = line.split(' ')
        return fields.split(',').map((field) => `${field.split('=')[0]}@${time}`)
      }))
      return Promise.resolve()
    },
  }
  const write = () => new InfluxWriter(server, new LineWriter(directory)).write(batch, groupRows(batch, directory, null))
  return { write, stored, requests, batch }
}

const conflict = { status: 422, message: 'partial write: field type conflict dropped=1' }

describe('writing a batch', () => {
  it('is in requests of some 50,000 readings, each reading once', async () => {
    const { write, stored, requests, batch } = stage(15_000, () => undefined)
    expect(await write()).toEqual({ dropped: 0, reason: '' })
    expect(requests).toEqual([5_000, 5_000, 5_000])
    expect(new Set(stored).size).toBe(batch.count)
  })

  it('finds the one reading that is refused, drops it and tells why', async () => {
    const { write, stored, batch } = stage(100, (lines) => (lines.some((line) => /P7=.* 42$/.test(line)) ? conflict : undefined))
    expect(await write()).toEqual({ dropped: 1, reason: conflict.message })
    expect(new Set(stored).size).toBe(batch.count - 1)
    expect(stored).not.toContain('P7@42')
  })

  it('goes on when every reading of a point is refused', async () => {
    const { write, stored, batch } = stage(30, (lines) => (lines.some((line) => line.includes('P3=')) ? conflict : undefined))
    expect(await write()).toMatchObject({ dropped: 30 })
    expect(new Set(stored).size).toBe(batch.count - 30)
  })

  it('makes requests smaller when they are too large', async () => {
    const { write, stored, requests, batch } = stage(64, (lines) => (lines.length > 10 ? { status: 413, message: '' } : undefined))
    expect(await write()).toMatchObject({ dropped: 0 })
    expect(Math.min(...requests)).toBe(8)
    expect(stored).toHaveLength(batch.count)
  })

  it('counts what lies beyond the retention without asking for each', async () => {
    const { write, requests } = stage(100, () => ({ status: 422, message: 'partial write: points beyond retention policy dropped=30' }))
    expect(await write()).toMatchObject({ dropped: 300 })
    expect(requests).toHaveLength(1)
  })

  it('tells that the server is away after all requests have ended', async () => {
    let answered = 0
    const { write } = stage(15_000, () => (++answered === 1 ? undefined : { status: 503, message: 'busy', retryAfterMs: 2_000 }))
    await expect(write()).rejects.toMatchObject({ decision: { action: 'wait', afterMs: 2_000 } })
    expect(answered).toBeLessThanOrEqual(3)
  })
})
