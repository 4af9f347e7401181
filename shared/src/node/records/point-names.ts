import type { PointName, PointNames } from '../../point-names.ts'
import { chunks } from './chunks.ts'
import type { Records } from './open-records.ts'

/** Names from the record store: readings of a point that was retired while they waited still have one. */
export const createPointNames = (records: Records): PointNames => ({
  find: async (points) => {
    const names = new Map<number, PointName>()
    for (const part of chunks(points)) {
      const rows = await records.selectFrom('point').select(['number', 'enterprise', 'source', 'tag']).where('number', 'in', part).execute()
      for (const { number, ...name } of rows) names.set(number, name)
    }
    return names
  },
})
