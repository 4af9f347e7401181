import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { Episode } from './compare-occurrences.ts'
import type { Cluster } from './form-clusters.ts'
import { createHistoryJudge, type HistoryJudge } from './judge-history.ts'

/** Both sides of a backtest over one scan. */
export interface ScanJudge {
  take(batch: ReadingBatch): void
  finish(to: number): { before: Episode[]; after: Episode[] }
}

export const createScanJudge = (clusters: readonly Cluster[], from: number): ScanJudge => {
  const sides = clusters.map((cluster) => ({ before: createHistoryJudge(cluster, cluster.current, from), after: createHistoryJudge(cluster, cluster.candidate, from) }))
  const places = new Map(clusters.flatMap(({ numbers }, cluster) => numbers.map((number, local): [number, { cluster: number; local: number }] => [number, { cluster, local }])))
  const give = (to: { before: HistoryJudge; after: HistoryJudge } | undefined, batch: ReadingBatch): void => {
    to?.before.take(batch)
    to?.after.take(batch)
  }
  return {
    take: (batch) => {
      if (clusters.length === 1) {
        give(sides[0], renumbered(batch, 0, batch.count, (number) => places.get(number)?.local ?? 0))
        return
      }
      // Points that are judged alone come one after the other.
      let from = 0
      for (let row = 1; row <= batch.count; row++) {
        if (row < batch.count && batch.point[row] === batch.point[from]) continue
        const place = places.get(batch.point[from] ?? -1)
        if (place !== undefined) give(sides[place.cluster], renumbered(batch, from, row, () => place.local))
        from = row
      }
    },
    finish: (to) => {
      const found = sides.map(({ before, after }) => ({ before: before.finish(to), after: after.finish(to) }))
      return { before: found.flatMap(({ before }) => before), after: found.flatMap(({ after }) => after) }
    },
  }
}

/** The rows under the numbers of their cluster; written in place, as the batch is ours. */
const renumbered = (batch: ReadingBatch, from: number, to: number, localOf: (number: number) => number): ReadingBatch => {
  const point = batch.point.subarray(from, to)
  for (let row = 0; row < point.length; row++) point[row] = localOf(point[row] ?? 0)
  return { ...batch, count: to - from, point, time: batch.time.subarray(from, to), value: batch.value.subarray(from, to), quality: batch.quality.subarray(from, to), historical: null, marks: null }
}
