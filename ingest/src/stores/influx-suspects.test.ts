import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { InfluxDirectory } from './influx-directory.ts'
import type { InfluxQueries, TimeRange } from './influx-queries.ts'
import { findSuspects, markStored } from './influx-suspects.ts'

const HOUR = 3_600_000

/** A server that has something of one enterprise only, and what it is asked. Point n is tag P of enterprise n. */
const stage = (has: { enterprise: string; time: number } | undefined, rows: [point: number, time: number][]) => {
  const asked: string[] = []
  const directory = new InfluxDirectory()
  for (const [point] of rows) directory.learn(point, { enterprise: `E${point}`, source: 'S', tag: 'P' }, 10 * HOUR)
  const within = ({ from, to }: TimeRange): boolean => has !== undefined && has.time >= from && has.time < to
  const queries: Pick<InfluxQueries, 'stored' | 'enterprisesIn'> = {
    enterprisesIn: async (range) => {
      asked.push(`all ${range.from}-${range.to}`)
      return new Set(within(range) && has !== undefined ? [has.enterprise] : [])
    },
    stored: async (enterprise, fields, range, tell) => {
      asked.push(enterprise)
      if (enterprise === has?.enterprise && within(range)) for (const field of fields) tell(field, has.time)
    },
  }
  const batch = batchOf(0, rows.map(([point, time]) => ({ point, time, value: 1 })))
  return { asked, stored: () => markStored(batch, findSuspects(batch, directory), directory, queries, new Uint8Array(batch.count)) }
}

const enterprises = (count: number, time: number): [number, number][] => Array.from({ length: count }, (_, point) => [point, time])

describe('rows that the server may have', () => {
  it.each<[name: string, has: { enterprise: string; time: number } | undefined, rows: [number, number][], asked: string[], stored: number[]]>([
    ['of few enterprises are asked for', { enterprise: 'E2', time: 5 }, enterprises(3, 5), ['E0', 'E1', 'E2'], [2]],
    ['of many, none of which has anything then, are not', undefined, enterprises(50, 5), ['all 5-6'], []],
    ['of many are asked for where there is something', { enterprise: 'E30', time: 5 }, enterprises(50, 5), ['all 5-6', 'E30'], [30]],
    ['at times far apart are asked for apart', { enterprise: 'E30', time: HOUR }, [...enterprises(50, 5), ...enterprises(50, HOUR)], ['all 5-6', `all ${HOUR}-${HOUR + 1}`, 'E30'], [80]],
    ['of few at one time and many at another', { enterprise: 'E1', time: 5 }, [...enterprises(2, 5), ...enterprises(50, HOUR)], ['E0', 'E1', `all ${HOUR}-${HOUR + 1}`], [1]],
  ])('%s', async (_, has, rows, expected, stored) => {
    const { asked, stored: find } = stage(has, rows)
    expect(await find()).toEqual(stored)
    expect(asked.toSorted()).toEqual(expected.toSorted())
  })
})
